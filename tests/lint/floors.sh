# Who may include whom. A room's line lists the rooms it may see; the suffix of a file in shop/ narrows
# that further. Sourced by tests/lint/run.

floors() {
    find cgi-bin -name '*.[ch]' -o -name '*.cc' | sort | xargs awk '
    BEGIN {
        sees["base"] = "base"
        sees["db"] = "base db"
        sees["view"] = "base view"
        sees["web"] = "base view web"
        sees["shop"] = "base db view shop"
        sees["app"] = "base db view web shop app"
        sees["api"] = sees["store"] = sees["seller"] = sees["admin"] = sees["app"] " api store seller admin"
        sees["worker"] = "base db view shop app worker"
        sees["tool"] = "base db view shop app tool"
        sees["sandbox"] = "base view web sandbox"
        # Libraries, and the rooms that may know them.
        only["libpq-fe.h"] = "db"
        only["fcgiapp.h"] = only["fcgi_stdio.h"] = "web app"
        only["json-c"] = "view web tool"
        only["ctemplate"] = "view"
        only["vips"] = "shop tool"
        only["curl"] = "shop worker sandbox"
    }
    function allowed(list, room) {
        return index(" " list " ", " " room " ") > 0
    }
    function complain(what) {
        print FILENAME ":" FNR ": " what
    }
    FNR == 1 {
        split(FILENAME, part, "/")
        room = part[2]
        kind = FILENAME
        sub(/\.[a-z]+$/, "", kind)
        sub(/.*_/, "", kind)
    }
    /^#[ \t]*include[ \t]*"/ {
        name = $0
        sub(/^[^"]*"/, "", name)
        sub(/".*/, "", name)
        other = name
        sub(/\/.*/, "", other)
        if (name !~ /\//)
            complain("include from cgi-bin: \"" room "/" name "\"")
        else if (!allowed(sees[room], other))
            complain(room " may not see " name)
        else if (room == "shop" && kind == "rules" && other != "base" && other != "shop")
            complain("rules see base only, not " name)
        else if (room == "shop" && kind == "json" && other == "db")
            complain("what writes JSON may not see " name)
        else if (room == "shop" && kind == "page" && other == "db")
            complain("what fills a template may not see " name)
        else if (room == "shop" && kind == "store" && other == "view")
            complain("what reads and writes rows may not see " name)
    }
    /^#[ \t]*include[ \t]*</ {
        name = $0
        sub(/^[^<]*</, "", name)
        sub(/>.*/, "", name)
        first = name
        sub(/\/.*/, "", first)
        if (first in only && !allowed(only[first], room))
            complain(room " may not know <" name ">")
    }
    '
    rules_see_base_only
}

# Rules must compile from base and the headers of shop alone, whatever those include in turn.
rules_see_base_only() {
    local file
    find cgi-bin/shop -name '*_rules.c' | sort | while read -r file; do
        gcc -D_GNU_SOURCE -Icgi-bin -I"${BUILD:-build}/gen" -MM "$file" 2>/dev/null |
            grep -oE '(cgi-bin|gen)/(db|view|web|app)/[a-z_/]+\.h' | sort -u |
            sed "s|^|$file:1: rules see base only, not |"
    done
}
