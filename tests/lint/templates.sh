# Templates and texts. Sourced by tests/lint/run.

PRAGMA='{{%AUTOESCAPE context="HTML"}}'

# ctemplate escapes by context only when the pragma is a file's very first bytes; included files need
# their own, or come out unescaped without a word.
template_pragmas() {
    local file
    for file in $(find templates -name '*.tpl'); do
        [[ $(head -c ${#PRAGMA} "$file") == "$PRAGMA" ]] || echo "$file:1: the first bytes must be $PRAGMA"
        grep -nE ':none' "$file" | sed "s|^\([0-9]*\):.*|$file:\1: :none switches escaping off|"
    done
}

# NAME of every {{NAME}}, {{#NAME}}, {{>NAME}} as `file:line NAME`.
names_in_templates() {
    grep -rnoE '\{\{[#>^]?[A-Z][A-Z0-9_]*[:}]' templates --include='*.tpl' |
        sed -E 's/^([^:]*:[0-9]+):\{\{[#>^]?([A-Z0-9_]+).*/\1 \2/'
    # Values for the places of a text, [[money PRICE]], and markers within a catalogue's text.
    grep -rnoE '\[\[[A-Za-z0-9_.-]+ [A-Z0-9_ ]+\]\]' templates --include='*.tpl' |
        sed -E 's/^([^:]*:[0-9]+):\[\[[^ ]+ ([A-Z0-9_ ]+)\]\]$/\1 \2/' |
        awk '{for (i = 2; i <= NF; i++) print $1, $i}'
    grep -noE '\{\{[A-Z][A-Z0-9_]*[:}]' templates/messages/*.txt |
        sed -E 's/^([^:]*:[0-9]+):\{\{([A-Z0-9_]+).*/\1 \2/'
}

# What C code may set: names in upper case as they stand; names of fields, which app_form turns into
# values and sections ("address.line1" into ADDRESS_LINE1 and ADDRESS_LINE1_ERROR).
names_in_code() {
    find cgi-bin -name '*.c' -o -name '*.h' | xargs cat | grep -oE '"[A-Z][A-Z0-9_]*"' | tr -d '"'
    find cgi-bin -name '*.c' -o -name '*.h' | xargs cat | grep -oE '"[a-z][A-Za-z0-9_.]*"' |
        sed -E 's/"//g; s/([a-z0-9])([A-Z])/\1_\2/g; s/\./_/g; s/.*/FIELD \U&/'
}

names_given() {
    find cgi-bin -name '*.c' | xargs grep -noE 'tpl_(text|int|money|global|show|show_if|section|include)\([^,()]*(\([^()]*\))?[^,()]*, *"[A-Z][A-Z0-9_]*"' |
        sed -E 's/^([^:]*:[0-9]+):.*"([A-Z0-9_]+)"$/\1 \2/'
}

# A value that nobody sets comes out empty without a word, and so does one set under a wrong name.
template_names() {
    [[ $(find templates -name '*.tpl' | wc -l) -gt 0 ]] || return 0
    awk '
    # A field of a nested set bears the names of both.
    function is_field(name,    i) {
        if (name in field)
            return 1
        for (i = length(name) - 1; i > 1; i--)
            if (substr(name, i, 1) == "_" && substr(name, 1, i - 1) in field && is_field(substr(name, i + 1)))
                return 1
        return 0
    }
    NR == FNR {
        if ($1 == "FIELD")
            field[$2] = 1
        else
            known[$1] = 1
        next
    }
    {
        base = $2
        sub(/_ERROR$/, "", base)
        if (!($2 in known) && !is_field(base))
            print $1 ": nobody sets " $2
    }' <(names_in_code) <(names_in_templates)
    awk 'NR == FNR {known[$2] = 1; next} !($2 in known) {print $1 ": no template shows " $2}' \
        <(names_in_templates) <(names_given)
}

# What code and templates ask for stands in both catalogues.
message_ids() {
    local language
    [[ -e templates/messages/ko.txt ]] || return 0
    for language in ko en; do
        awk -v language=$language 'NR == FNR {known[$1] = 1; next}
            !($2 in known) {print $1 ": no text " $2 " in " language ".txt"}' \
            <(sed -nE 's/^([a-zA-Z][A-Za-z0-9_.-]*) *=.*/\1/p' templates/messages/$language.txt) \
            <(grep -rnoE '\[\[[A-Za-z0-9_.-]+[] ]' templates --include='*.tpl' |
                sed -E 's/^([^:]*:[0-9]+):\[\[(.*).$/\1 \2/'
            find cgi-bin -name '*.c' | xargs grep -noE '\bmessage\([^,]*, *"[^"]*", *"[^"]*"\)' |
                sed -E 's/^([^:]*:[0-9]+):.*, *"([^"]*)", *"([^"]*)"\)$/\1 \2\3/')
    done
}

# The README's table of settings is what the program prints.
metrics_table() {
    local tool=${BUILD:-build}/bin/jangteo-metrics
    [[ -x $tool ]] || return 0
    diff <("$tool") <(sed -n '/<!-- metrics -->/,/<!-- end of metrics -->/p' README.md | sed '1d;$d') >/dev/null ||
        echo "README.md:1: the table of metrics is not what jangteo-metrics prints (make readme)"
}

settings_table() {
    local tool=${BUILD:-build}/bin/jangteo-settings
    [[ -x $tool ]] || return 0
    diff <("$tool" table) <(sed -n '/<!-- settings -->/,/<!-- end of settings -->/p' README.md | sed '1d;$d') >/dev/null ||
        echo "README.md:1: the table of settings is not what jangteo-settings prints (make readme)"
}
