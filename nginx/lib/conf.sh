# The file of settings that a service has (JANGTEO_CONF).

# read_conf FILE: takes its lines NAME=value into the environment, for names that have no value there. It is
# read, not run: a value goes to the end of its line, one pair of quotes around it taken off. Lines that begin
# with # and empty ones say nothing.
read_conf() {
    local line name value number=0
    [[ -r $1 ]] || {
        printf 'jangteo: %s cannot be read\n' "$1" >&2
        return 1
    }
    while IFS= read -r line || [[ $line ]]; do
        number=$((number + 1))
        [[ $line =~ ^[[:space:]]*(#.*)?$ ]] && continue
        [[ $line =~ ^[[:space:]]*([A-Z][A-Z0-9_]*)=(.*)$ ]] || {
            printf 'jangteo: %s, line %s: not NAME=value\n' "$1" "$number" >&2
            return 1
        }
        name=${BASH_REMATCH[1]} value=${BASH_REMATCH[2]}
        value=${value%"${value##*[![:space:]]}"}
        [[ $value =~ ^\"(.*)\"$ || $value =~ ^\'(.*)\'$ ]] && value=${BASH_REMATCH[1]}
        [[ ${!name:-} ]] || export "$name=$value"
    done <"$1"
    export DEMO=${DEMO:-0} SANDBOX=${SANDBOX:-0} # a shop with such a file is a real one
}
