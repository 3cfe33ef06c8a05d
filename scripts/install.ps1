# Installs ack-ram-tool from a release on Windows: downloads the archive, verifies its checksum, and unpacks the program.
# For Windows PowerShell 5.1 and PowerShell 7.
param(
  [string]$Version = "",
  [string]$Directory = "$env:LOCALAPPDATA\Programs\ack-ram-tool",
  [string]$BaseUrl = ""
)
$ErrorActionPreference = "Stop"
$ProgressPreference = "SilentlyContinue"
if (-not $BaseUrl) { $BaseUrl = "https://github.com/AliyunContainerService/ack-ram-tool/releases" }
$BaseUrl = $BaseUrl.TrimEnd("/")
if ($BaseUrl -notmatch '^(https://|http://(127\.0\.0\.1|localhost)([:/]|$))') { throw "invalid -BaseUrl ""$BaseUrl"": must be https" }
$Version = $Version -replace "^v", ""
$downloads = if ($Version) { "$BaseUrl/download/v$Version" } else { "$BaseUrl/latest/download" }
$machine = if ($env:PROCESSOR_ARCHITECTURE -eq "ARM64") { "arm64" } else { "x86_64" }

$temporary = Join-Path ([System.IO.Path]::GetTempPath()) ([System.IO.Path]::GetRandomFileName())
New-Item -ItemType Directory -Path $temporary | Out-Null
try {
  $sums = Join-Path $temporary "checksums.txt"
  Invoke-WebRequest -UseBasicParsing -Uri "$downloads/checksums.txt" -OutFile $sums
  $line = Get-Content $sums | Where-Object { $_ -match "  ack-ram-tool_.*_Windows_$machine\.zip$" } | Select-Object -First 1
  if (-not $line) { throw "the release has no build for Windows on $machine" }
  $expected, $archive = $line -split "  ", 2
  $zip = Join-Path $temporary $archive
  Invoke-WebRequest -UseBasicParsing -Uri "$downloads/$archive" -OutFile $zip
  if ((Get-FileHash -Algorithm SHA256 $zip).Hash -ne $expected) { throw "the checksum of $archive is wrong; nothing was installed" }
  Expand-Archive -Path $zip -DestinationPath (Join-Path $temporary "unpacked")
  New-Item -ItemType Directory -Force -Path $Directory | Out-Null
  Copy-Item (Join-Path $temporary "unpacked\ack-ram-tool.exe") (Join-Path $Directory "ack-ram-tool.exe") -Force
  Write-Host "installed $archive as $Directory\ack-ram-tool.exe"
} finally {
  Remove-Item -Recurse -Force $temporary
}
