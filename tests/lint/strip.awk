# Takes C apart: keep=code leaves out comments and the insides of string literals, keep=strings leaves
# only the literals. Line numbers stay.
{
    out = ""
    n = length($0)
    for (i = 1; i <= n; i++) {
        two = substr($0, i, 2)
        one = substr($0, i, 1)
        if (comment) {
            if (two == "*/") {
                comment = 0
                i++
            }
        } else if (quote != "") {
            if (one == "\\") {
                if (keep == "strings" && quote == "\"")
                    out = out two
                i++
            } else if (one == quote) {
                if (keep == "code" || quote == "\"")
                    out = out quote
                quote = ""
            } else if (keep == "strings" && quote == "\"") {
                out = out one
            }
        } else if (two == "/*") {
            comment = 1
            i++
        } else if (two == "//") {
            break
        } else if (one == "\"" || one == "'") {
            quote = one
            if (keep == "code" || one == "\"")
                out = out one
        } else if (keep == "code") {
            out = out one
        }
    }
    print out
}
