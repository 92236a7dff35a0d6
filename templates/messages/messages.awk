# Turns the message catalogues into one C table, sorted by id for bsearch.
#   awk -f messages.awk ko.txt en.txt > messages.c
# Fails on a line that is no message, an id twice in a catalogue, and an id in one catalogue only.

function fail(text) {
    print text > "/dev/stderr"
    failed = 1
}

function c_text(text) {
    gsub(/\\/, "\\\\", text)
    gsub(/"/, "\\\"", text)
    return "\"" text "\""
}

# The ids in order, by merging runs: awk's own sort is not in every awk.
function sort_ids(low, high,    middle, i, j, k) {
    if (low >= high)
        return
    middle = int((low + high) / 2)
    sort_ids(low, middle)
    sort_ids(middle + 1, high)
    i = low
    j = middle + 1
    for (k = low; k <= high; k++) {
        if (j > high || (i <= middle && ids[i] <= ids[j]))
            merged[k] = ids[i++]
        else
            merged[k] = ids[j++]
    }
    for (k = low; k <= high; k++)
        ids[k] = merged[k]
}

FNR == 1 { files++; names[files] = FILENAME }
{ sub(/\r$/, "") }
/^[ \t]*(#|$)/ { next }
{
    at = index($0, " = ")
    id = substr($0, 1, at - 1)
    if (at == 0 || id !~ /^[a-z]+[a-z0-9_]*(\.[A-Za-z0-9_]+)*$/ || length(id) > 100) {
        fail(FILENAME ":" FNR ": not a message: " $0)
        next
    }
    if ((files, id) in texts) {
        fail(FILENAME ":" FNR ": message twice: " id)
        next
    }
    texts[files, id] = substr($0, at + 3)
    if (texts[files, id] == "")
        fail(FILENAME ":" FNR ": message without a text: " id)
    if (!(id in known)) {
        known[id] = 1
        ids[++count] = id
    }
}

END {
    if (files != 2)
        fail("messages.awk: two catalogues wanted, ko and en")
    sort_ids(1, count)
    for (i = 1; i <= count; i++)
        for (f = 1; f <= 2; f++)
            if (!((f, ids[i]) in texts))
                fail(names[f] ": message missing: " ids[i])
    if (failed)
        exit 1
    print "/* Made from the message catalogues; do not edit. */"
    print "#include \"view/message_table.h\"\n"
    print "const struct message_row message_rows[] = {"
    for (i = 1; i <= count; i++)
        printf "    {%s, {%s, %s}},\n", c_text(ids[i]), c_text(texts[1, ids[i]]), c_text(texts[2, ids[i]])
    print "};\n"
    print "const int message_row_count = " count ";"
}
