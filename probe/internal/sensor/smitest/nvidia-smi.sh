#!/bin/sh
# A stand-in for nvidia-smi --query-gpu=FIELDS --format=csv,nounits -lms N. What it prints stands in the files beside it.
dir=${0%/*}
fields=
for argument; do
    case $argument in
        --query-gpu=*) fields=${argument#--query-gpu=} ;;
    esac
done
echo started >>"$dir/starts"
if [ -f "$dir/refused" ]; then
    while read -r field; do
        case ",$fields," in
            *",$field,"*) printf 'Field "%s" is not a valid field to query.\n\n' "$field"; exit 2 ;;
        esac
    done <"$dir/refused"
fi
header=
IFS=,
for field in $fields; do
    case $field in
        power.*|enforced.*) unit=' [W]' ;;
        total_energy*) unit=' [mJ]' ;;
        memory.*) unit=' [MiB]' ;;
        utilization.*) unit=' [%]' ;;
        clocks.sm) unit=' [MHz]' ;;
        *) unit= ;;
    esac
    header="$header${header:+, }$field$unit"
done
[ -f "$dir/message" ] || echo "$header"
while :; do
    if [ -f "$dir/message" ]; then
        cat "$dir/message"
        exit 9
    fi
    awk -v fields="$fields" '
        /^end$/ {
            n = split(fields, f, ",")
            for (i = 1; i <= n; i++) printf "%s%s", f[i] in v ? v[f[i]] : "[N/A]", i < n ? ", " : "\n"
            split("", v)
            next
        }
        { at = index($0, "="); v[substr($0, 1, at - 1)] = substr($0, at + 1) }' "$dir/gpus"
    sleep 0.05
done
