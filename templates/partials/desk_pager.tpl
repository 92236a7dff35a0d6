{{%AUTOESCAPE context="HTML"}}<nav class="pager" aria-label="[[layout.pages]]">
{{#BACK}}<a class="btn" href="{{BACK_HREF}}">[[layout.first_page]]</a>{{/BACK}}
{{#NEXT}}<a class="btn" href="{{NEXT_HREF}}" rel="next">[[desk.older]]</a>{{/NEXT}}
</nav>
