# What browsers need not read of a style sheet: comments, blank lines, indentation (sed -zE).
s!/\*([^*]|\*+[^*/])*\*+/!!g
s/[ \n]*\n */\n/g
s/\n([a-z-]+): /\n\1:/g
s/ ?([{};,])\n/\1/g
s/;\}/}/g
s/^\n//
