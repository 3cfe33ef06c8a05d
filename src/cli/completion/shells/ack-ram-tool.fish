# Completion of ack-ram-tool for fish; for this shell: ack-ram-tool completion fish | source

function __ack_ram_tool_complete
    set -l words (commandline -opc)
    set -l tool $words[1]
    set -e words[1]
    set -l typed (commandline -ct)
    set -l lines (command $tool __complete $words "$typed" 2>/dev/null)
    set -l kind $lines[1]
    set -e lines[1]

    # Of --flag=PATH, only the path is completed; the flag is then put back before it.
    set -l kept (string match -r -- '^--[^=]*=' "$typed"; or echo)
    set -l path (string replace -r -- '^--[^=]*=' '' "$typed")
    switch "$kind"
        case values
            printf '%s\n' $lines
        case files
            printf '%s\n' $kept(__fish_complete_path $path)
        case directories
            printf '%s\n' $kept(__fish_complete_directories $path)
    end
end

complete -c ack-ram-tool -f -k -a '(__ack_ram_tool_complete)'
