# What browsers need not read of a script: lines that are comments, blank lines, indentation (sed -E). No
# text of a script goes over several lines.
s/^ +//
/^\/\//d
/^$/d
