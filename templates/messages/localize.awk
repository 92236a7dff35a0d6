# Puts one language's texts in place of [[message.id]] in a template.
#   awk -f localize.awk ko.txt cart/show.tpl > build/templates/ko/cart/show.tpl
# [[money PRICE]] puts the value {{PRICE}} in place of {0} in the text, a second name stands for {1}.
# With `assets`, addresses "/static/…" become assets/…, where the build has put the same files.
# Texts are escaped for HTML; template markers {{NAME}} inside a text stay as they are. Fails on an
# id that the catalogue does not hold, a value that the text has no place for or is not given, and a
# template that does not begin with the pragma that turns automatic escaping on: without it, and
# silently, nothing would be escaped.
#
# What people type (TYPED below) may run from right to left. In running text it comes out within <bdi>,
# so that it turns nothing round that stands beside it.

function fail(text) {
    print text > "/dev/stderr"
    failed = 1
}

# gsub is no help here: '&' means something in its replacement.
function escape_character(c) {
    if (c == "&") return "&amp;"
    if (c == "<") return "&lt;"
    if (c == ">") return "&gt;"
    if (c == "\"") return "&quot;"
    if (c == "'") return "&#39;"
    return c
}

function escape(text,    out, i, n) {
    out = ""
    n = length(text)
    for (i = 1; i <= n; i++)
        out = out escape_character(substr(text, i, 1))
    return out
}

# The same, leaving {{NAME}} alone.
function escape_around_markers(text,    out, from, size) {
    out = ""
    while (match(text, /\{\{[A-Z][A-Z0-9_]*\}\}/)) {
        from = RSTART
        size = RLENGTH
        out = out escape(substr(text, 1, from - 1)) substr(text, from, size)
        text = substr(text, from + size)
    }
    return out escape(text)
}

# "money PRICE" -> the text of `money` with {0} replaced by {{PRICE}}.
function text_of(call,    words, n, i, text, place, at) {
    n = split(call, words, " ")
    if (n == 0 || !(words[1] in texts)) {
        fail(FILENAME ":" FNR ": no such message: [[" call "]]")
        return ""
    }
    text = texts[words[1]]
    for (i = 2; i <= n; i++) {
        place = "{" (i - 2) "}"
        if (index(text, place) == 0)
            fail(FILENAME ":" FNR ": no place for " words[i] " in message " words[1])
        while ((at = index(text, place)) > 0)
            text = substr(text, 1, at - 1) "{{" words[i] "}}" substr(text, at + length(place))
    }
    if (text ~ /(^|[^{])[{][0-9][}]/)
        fail(FILENAME ":" FNR ": message " words[1] " wants a value more")
    return escape_around_markers(text)
}

BEGIN {
    split("NAME SELLER_NAME CATEGORY_NAME PRODUCT_NAME FIRST_NAME CALLER_NAME HEADLINE QUERY RECIPIENT LINE1 LINE2 " \
          "REASON REASON_GIVEN DESCRIPTION", words, " ")
    for (i in words)
        typed[words[i]] = 1
}

# Whether a marker between these two halves of a line is running text: not in a tag, and in no element
# that takes only text.
function is_running(before, after) {
    sub(/^.*>/, "", before)
    return before !~ /</ && after !~ /^[^<]*<\/(title|textarea|option|script)>/
}

# {{NAME}} -> <bdi>{{NAME}}</bdi>
function set_apart(line,    done, marker, name, after) {
    done = ""
    while (match(line, /\{\{[A-Z][A-Z0-9_]*(:p)?\}\}/)) {
        marker = substr(line, RSTART, RLENGTH)
        name = marker
        gsub(/[{}]|:p/, "", name)
        done = done substr(line, 1, RSTART - 1)
        after = substr(line, RSTART + RLENGTH)
        done = done (name in typed && is_running(done, after) ? "<bdi>" marker "</bdi>" : marker)
        line = after
    }
    return done line
}

FNR == 1 { files++ }
{ sub(/\r$/, "") }
files == 1 {
    at = index($0, " = ")
    if ($0 !~ /^[ \t]*(#|$)/ && at > 0)
        texts[substr($0, 1, at - 1)] = substr($0, at + 3)
    next
}
FNR == 1 && index($0, "{{%AUTOESCAPE context=\"HTML\"}}") != 1 {
    fail(FILENAME ": must begin with {{%AUTOESCAPE context=\"HTML\"}}")
}
{
    line = $0
    done = ""
    while ((open = index(line, "[[")) > 0) {
        rest = substr(line, open + 2)
        close_at = index(rest, "]]")
        if (close_at == 0) {
            fail(FILENAME ":" FNR ": [[ without ]]")
            break
        }
        done = done substr(line, 1, open - 1) text_of(substr(rest, 1, close_at - 1))
        line = substr(rest, close_at + 2)
    }
    line = set_apart(done line)
    if (assets != "")
        gsub(/"\/static\//, "\"" assets "/", line)
    print line
}

END {
    if (files < 2)
        fail("localize.awk: a catalogue and a template wanted")
    if (failed)
        exit 1
}
