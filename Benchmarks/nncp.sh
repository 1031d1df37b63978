# Sourced after common.sh: NNCP nodes a - b - c under $work/nncp.

nncp() { local node=$1 command=$2; shift 2; "nncp-$command" -quiet -cfg "$work/nncp/$node.hjson" "$@"; }
nncp_version() { nncp-file -version | sed -n '1s/^NNCP version \([^ ]*\).*/\1/p'; }

field() { sed -n "/self: {/,/}/s/^ *$2: //p" "$work/nncp/$1.new" | head -1; }

# neighbour NAME NODE EXTRA...  an entry of the configuration: Hjson ends a value with its line.
neighbour() {
    printf '%s: {\n' "$1"
    for key in id exchpub signpub noisepub; do printf '  %s: %s\n' $key "$(field "$2" $key)"; done
    printf '  %s\n' "${@:3}"
    printf '}\n'
}

# nncp_nodes [EXTRA]  makes the three nodes; a and c reach each other through b. What the function EXTRA prints for
# 'EXTRA NODE OTHER' is added to NODE's entry for OTHER.
nncp_nodes() {
    local extra=${1:-:} node other more
    for node in a b c; do
        mkdir -p "$work/nncp/$node/incoming"
        nncp-cfgnew -nocomments >"$work/nncp/$node.new"
    done
    for node in a b c; do
        {
            printf '{\nspool: %s\nlog: %s\n' "$work/nncp/$node" "$work/nncp/$node/log"
            sed -n '/^  self: {/,/^  }/p' "$work/nncp/$node.new"
            printf 'neigh: {\n'
            neighbour self "$node"
            for other in a b c; do
                [ "$other" = "$node" ] && continue
                more=("incoming: $work/nncp/$node/incoming")
                case $node$other in ac | ca) more+=('via: ["b"]') ;; esac
                neighbour "$other" "$other" "${more[@]}" "$($extra "$node" "$other")"
            done
            printf '}\n}\n'
        } >"$work/nncp/$node.hjson"
    done
}
