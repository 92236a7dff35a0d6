{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
<div class="medium">
<div class="page-head"><h1>[[order.list_title]]</h1></div>
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}</p>{{/REFUSED}}
{{#ORDERS}}
<ul class="orders">
{{#ORDER}}
<li class="panel order-card">
<div class="row between"><p class="small muted"><time>{{CREATED_AT}}</time></p><span class="badge badge-{{STATUS}}">{{STATUS_TEXT}}</span></div>
<div class="order-card-body">
<span class="frame">{{#PICTURE}}<img src="{{PICTURE_320}}" width="320" height="320" alt="" loading="lazy">{{/PICTURE}}</span>
<div>
<h2 class="order-card-name"><a href="/orders/{{ORDER_NO}}">{{FIRST_NAME}}{{#MORE}} [[order.and_more MORE_COUNT]]{{/MORE}}</a></h2>
<p><strong class="won">[[money PAYABLE]]</strong> <span class="small muted">{{METHOD_TEXT}}</span></p>
<p class="small muted"><span class="hidden-text">[[order.number]] </span><span class="num">{{ORDER_NO}}</span></p>
</div>
</div>
</li>
{{/ORDER}}
</ul>
<nav class="pager" aria-label="[[layout.pages]]">
{{#BACK}}<a class="btn" href="/orders">[[layout.first_page]]</a>{{/BACK}}
{{#NEXT}}<a class="btn" href="{{NEXT_HREF}}" rel="next">[[order.older]]</a>{{/NEXT}}
</nav>
{{/ORDERS}}
{{#EMPTY}}
<div class="empty">
<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M6 3.5h12v17l-3-2-3 2-3-2-3 2Z"/><path d="M9 8.5h6M9 12h6"/></svg>
<h2>[[order.empty]]</h2>
<p>[[order.empty_hint]]</p>
<a class="btn btn-main" href="/products">[[cart.find]]</a>
</div>
{{/EMPTY}}
{{#GUEST}}
<section class="panel lookup">
<h2>[[order.lookup_title]]</h2>
<p class="muted small">[[order.lookup_hint]]</p>
<form class="form" method="post" action="/orders/lookup">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="pair">
<div class="field">
<label for="orderNo">[[order.number]]</label>
<input class="input" id="orderNo" name="orderNo" maxlength="40" placeholder="20261120-7K3M9QXW2T" autocomplete="off" required value="{{ORDER_NO}}"{{#ORDER_NO_ERROR}} aria-invalid="true" aria-describedby="orderNo-problem"{{/ORDER_NO_ERROR}}>
{{#ORDER_NO_ERROR}}<span class="problem" id="orderNo-problem">{{PROBLEM}}</span>{{/ORDER_NO_ERROR}}
</div>
<div class="field">
<label for="phone">[[order.lookup_phone]]</label>
<input class="input" id="phone" name="phone" type="tel" inputmode="tel" maxlength="20" autocomplete="tel" placeholder="010-1234-5678" required value="{{PHONE}}"{{#PHONE_ERROR}} aria-invalid="true" aria-describedby="phone-problem"{{/PHONE_ERROR}}>
{{#PHONE_ERROR}}<span class="problem" id="phone-problem">{{PROBLEM}}</span>{{/PHONE_ERROR}}
</div>
</div>
<button class="btn btn-main">[[order.lookup]]</button>
</form>
<p class="small muted">[[order.lookup_member]] <a class="link" href="/login?next=/orders">[[layout.login]]</a></p>
</section>
{{/GUEST}}
</div>
{{>FOOTER}}
