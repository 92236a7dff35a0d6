# Style sheets and scripts. Sourced by tests/lint/run.

# Names of classes in a style sheet, without those in comments and addresses.
classes_of() {
    tr '\n' ' ' <"$1" | sed -E 's|/\*[^*]*\*+([^/*][^*]*\*+)*/||g; s/url\([^)]*\)//g' |
        grep -oE '\.[A-Za-z_][A-Za-z0-9_-]*' | tr -d . | sort -u
}

# A class that no template, script or program names styles nothing. (badge-PAID is made of a state's name.)
unused_classes() {
    local file
    for file in static/css/*.css; do
        awk -v file="$file" 'NR == FNR {known[$0] = 1; next}
            {state = $0; sub(/^badge-/, "", state)}
            !($0 in known) && !(state in known) {print file ":1: nothing is of class " $0}' \
            <(grep -rhoE '[A-Za-z_][A-Za-z0-9_-]*' templates static/js cgi-bin nginx/*.html | sort -u) <(classes_of "$file")
    done
}
