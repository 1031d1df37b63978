# Sourced by the scripts beside it: where the programs are, stations to measure with, medians.
set -euo pipefail

benchmarks=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
package=$(dirname "$benchmarks")
programs=${BENCHMARK_PROGRAMS:-$package/.build/release}
cable=$programs/cable
benchmark=$programs/benchmark
unset CABLEGRAM_STATION CABLEGRAM_OFFICER

for program in "$cable" "$benchmark"; do
    [ -x "$program" ] || { echo "$program is missing: build it with 'Benchmarks/run --build'" >&2; exit 66; }
done

# On a real disk, not in memory: what is measured is durable.
work=$(mktemp -d "${BENCHMARK_FOLDER:-$package/.build}/benchmark.XXXXXX")
# Sockets have short names; the agents' go where the system keeps such things.
XDG_RUNTIME_DIR=$(mktemp -d /tmp/benchmark.XXXXXX)
export XDG_RUNTIME_DIR
# On the same disk as the stations: it is written with every number.
export CABLEGRAM_STATE=$work/state

# Processes that end with the script.
running=()

finish() {
    local station
    [ ${#running[@]} -eq 0 ] || { kill "${running[@]}" && wait "${running[@]}"; } 2>/dev/null || true
    for station in "$work"/*/station.db; do
        [ -e "$station" ] && "$cable" lock --station "${station%/*}" >/dev/null 2>&1 || true
    done
    rm -rf "$work" "$XDG_RUNTIME_DIR"
}
trap finish EXIT

# machine  says on what, and how busy it was.
machine() {
    local model
    model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
    echo "machine: $(nproc) cores, $model, $(. /etc/os-release && echo "$PRETTY_NAME"); load $(cut -d' ' -f1-3 /proc/loadavg)"
}

# median  of the numbers on standard input, one on a line.
median() { sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# seconds COMMAND...  runs it and prints how long it took, and how much of the processors' time.
seconds() {
    local TIMEFORMAT='%R %U %S'
    { time "$@" >/dev/null 2>&3; } 3>&2 2>&1 | awk '{ printf "%.3f %.3f\n", $1, $2 + $3 }'
}

# ratio A B  prints A / B.
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f\n", a / b }'; }

at() { local station=$1; shift; "$cable" "$@" --station "$work/$station"; }

# secret NAME  makes a passphrase once and prints the name of its file.
secret() {
    local file=$XDG_RUNTIME_DIR/$1.secret
    [ -f "$file" ] || (umask 077; head -c 18 /dev/urandom | base64 >"$file")
    echo "$file"
}

# station NAME [OFFICER]  founds a station; its officer's keys are open.
station() {
    at "$1" station found "${1^^}" >/dev/null 2>&1
    [ $# -eq 2 ] || return 0
    at "$1" officer add "$2" --passphrase-fd 3 3<"$(secret "$1")" >/dev/null 2>&1
    at "$1" unlock --as "$2" --passphrase-fd 3 3<"$(secret "$1")" >/dev/null 2>&1
}

# acquaint STATION...  lets each pin and confirm the cards of the others.
acquaint() {
    local here there words
    for here in "$@"; do at "$here" card export --output "$work/$here.card" >/dev/null 2>&1; done
    for here in "$@"; do
        for there in "$@"; do
            [ "$here" = "$there" ] && continue
            at "$here" card import "$work/$there.card" >/dev/null 2>&1
            words=$(at "$there" card show "${there^^}" --json | sed -n '/"words"/,/]/p' | grep -o '"[a-z ]*"' |
                grep -v words | tr -d '"' | tr '\n' ' ')
            at "$here" card confirm "${there^^}" --words "$words" >/dev/null 2>&1
        done
    done
}

# serve NAME [ARGUMENT...]  serves a station until the script ends; its process is then ${process[NAME]}.
declare -A process
serve() {
    local name=$1; shift
    : >"$work/$name.log"
    "$cable" serve --station "$work/$name" "$@" 2>"$work/$name.log" &
    process[$name]=$!
    running+=($!)
    until grep -q serving "$work/$name.log"; do
        kill -0 "${process[$name]}" || { cat "$work/$name.log" >&2; exit 1; }
        sleep 0.02
    done
}

# processor NAME...  prints how long served stations have kept the processors so far, in seconds.
processor() {
    local name ticks=0
    for name in "$@"; do
        # The name of the program, in brackets, may hold blanks.
        ticks=$((ticks + $(sed 's/.*) //' "/proc/${process[$name]}/stat" | awk '{ print $12 + $13 }')))
    done
    awk -v t="$ticks" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%.2f\n", t / hz }'
}

# sum and difference of numbers, as an expression of awk.
reckon() { awk "BEGIN { printf \"%.3f\n\", $1 }"; }
