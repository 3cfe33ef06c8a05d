# Completion of ack-ram-tool for PowerShell; for this session:
# ack-ram-tool completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName 'ack-ram-tool', 'ack-ram-tool.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $elements = @($commandAst.CommandElements)
    $before = @($elements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object {
        if ($null -ne $_.Value) { "$($_.Value)" } else { $_.Extent.Text }
    })
    # Windows PowerShell drops empty arguments; the tool takes a blank for an empty word.
    $typed = if ($wordToComplete) { $wordToComplete.Trim("'", '"') } else { ' ' }
    $lines = @(& $elements[0].Extent.Text __complete @before $typed 2>$null)

    # For paths nothing is returned: PowerShell completes them itself.
    if ($lines.Count -eq 0 -or $lines[0] -ne 'values') { return }
    $lines | Select-Object -Skip 1 | ForEach-Object {
        $value, $description = $_ -split "`t", 2
        if (-not $value.StartsWith($typed.Trim(), [StringComparison]::OrdinalIgnoreCase)) { return }
        $quoted = if ($value -match '^[\w./=:@-]+$') { $value } else { "'" + $value.Replace("'", "''") + "'" }
        $tip = if ($description) { $description } else { $value }
        [System.Management.Automation.CompletionResult]::new($quoted, $value, 'ParameterValue', $tip)
    }
}
