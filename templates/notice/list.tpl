{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<div class="medium">
<div class="page-head"><h1>[[title.notifications]]</h1>
{{#SOME_UNREAD}}<form method="post" action="/me/notifications/read">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button class="btn btn-small">[[notice.read_all]]</button>
</form>{{/SOME_UNREAD}}
</div>
<div id="live" data-live="*">
{{#NOTICES}}
<ul class="notices">
{{#NOTICE}}
<li class="told{{#UNREAD}} told-new{{/UNREAD}}">
<div>
<h2 class="told-title">{{#UNREAD}}<span class="dot"><span class="hidden-text">[[notice.unread]] </span></span>{{/UNREAD}}<a href="{{LINK}}"{{#UNREAD}} data-reads="{{NOTICE_ID}}"{{/UNREAD}}>{{NOTICE_TITLE}}</a></h2>
<p>{{BODY}}</p>
<p class="small muted"><time>{{AT}}</time></p>
</div>
{{#UNREAD}}<form method="post" action="/me/notifications/{{NOTICE_ID}}/read">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button class="btn btn-small btn-quiet" aria-label="[[notice.read_name NOTICE_TITLE]]">[[notice.read]]</button>
</form>{{/UNREAD}}
</li>
{{/NOTICE}}
</ul>
{{/NOTICES}}
{{#EMPTY}}
<div class="empty">
<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M6 16.5v-6a6 6 0 0 1 12 0v6l1.5 2h-15Z"/><path d="M10 21h4"/></svg>
<h2>[[notice.none]]</h2>
<p>[[notice.none_hint]]</p>
<a class="btn" href="/products">[[cart.find]]</a>
</div>
{{/EMPTY}}
</div>
<nav class="pager" aria-label="[[layout.pages]]">
{{#BACK}}<a class="btn" href="/me/notifications">[[layout.first_page]]</a>{{/BACK}}
{{#NEXT}}<a class="btn" href="{{NEXT_HREF}}" rel="next">[[notice.older]]</a>{{/NEXT}}
</nav>
</div>
{{>FOOTER}}
