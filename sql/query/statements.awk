# Turns sql/query/*.sql into the table of prepared statements:
#
#   awk -f statements.awk -v out=build/gen/db/statements sql/query/*.sql
#
# writes <out>.h (enum stmt, struct stmt_info) and <out>.c (stmt_table). A statement starts with a
# line `--: name` and ends before the next one; lines that are comments as a whole are left out of
# what the server sees. Duplicate names, empty statements, SQL before the first name and files
# without a statement stop the build with a sentence.

BEGIN {
    if (out == "") fail("statements.awk: -v out=... is missing")
    if (ARGC < 2) fail("statements.awk: no files given")
}

function fail(message) {
    print message > "/dev/stderr"
    failed = 1
    exit 1
}

function quoted(line) {
    gsub(/\\/, "&&", line)
    gsub(/"/, "\\\"", line)
    return "\"" line "\\n\""
}

# The end of the statement under way: the text without what only separates statements.
function close_statement() {
    if (!open) return
    open = 0
    while (lines > 0 && line_of[lines] ~ /^[ \t]*;?[ \t]*$/) lines--
    if (lines == 0) fail(file_of[count] ": statement " name_of[count] " is empty")
    sub(/[ \t]*;[ \t]*$/, "", line_of[lines])
    text = ""
    for (i = 1; i <= lines; i++) text = text "\n     " quoted(line_of[i])
    sql_of[count] = text
    # INSERT alone and the shared locks keep nobody from a row that was there.
    locks_of[count] = text ~ /(UPDATE|DELETE FROM) / || text ~ /FOR (NO KEY )?UPDATE/ ? "true" : "false"
}

FNR == 1 { close_statement() }

/^--:/ {
    close_statement()
    name = $0
    sub(/^--:[ \t]*/, "", name)
    sub(/[ \t\r]+$/, "", name)
    if (name !~ /^[a-z][a-z0-9_]*$/) fail(FILENAME ":" FNR ": not a statement name: '" name "'")
    if (name in seen) fail(FILENAME ":" FNR ": " name " stands in " seen[name] " already")
    seen[name] = FILENAME
    in_file[FILENAME]++
    count++
    name_of[count] = name
    file_of[count] = FILENAME
    open = 1
    lines = 0
    next
}

/^[ \t]*--/ { next }
/^[ \t\r]*$/ { next }

{
    if (!open) fail(FILENAME ":" FNR ": SQL before the first `--: name`")
    line_of[++lines] = $0
}

END {
    if (failed) exit 1
    close_statement()
    if (failed) exit 1
    for (i = 1; i < ARGC; i++)
        if (ARGV[i] !~ /=/ && !(ARGV[i] in in_file)) fail(ARGV[i] ": no statement in it")
    if (failed) exit 1

    h = out ".h"
    print "/* Generated from sql/query/ by statements.awk. */" > h
    print "#ifndef JANGTEO_DB_STATEMENTS_H" > h
    print "#define JANGTEO_DB_STATEMENTS_H\n" > h
    print "#include <stdbool.h>\n" > h
    print "enum stmt {" > h
    for (i = 1; i <= count; i++) print "    Q_" name_of[i] "," > h
    print "    STMT_COUNT\n};\n" > h
    print "struct stmt_info {" > h
    print "    const char *name; /* also the prepared statement's */" > h
    print "    const char *sql;" > h
    print "    const char *file; /* that it stands in */" > h
    print "    bool locks; /* rows that were there before, against others */" > h
    print "};\n" > h
    print "extern const struct stmt_info stmt_table[STMT_COUNT];\n" > h
    print "#endif" > h
    close(h)

    c = out ".c"
    print "/* Generated from sql/query/ by statements.awk. */" > c
    print "#include \"db/statements.h\"\n" > c
    print "const struct stmt_info stmt_table[STMT_COUNT] = {" > c
    for (i = 1; i <= count; i++)
        print "    {\"" name_of[i] "\"," sql_of[i] ",\n     \"" file_of[i] "\", " locks_of[i] "}," > c
    print "};" > c
    close(c)
}
