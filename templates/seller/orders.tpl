{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
{{>SELLER_NAV}}
<div class="page-head"><h1>[[seller.orders]]</h1><a class="btn btn-small" href="/seller/orders/export?stage={{STAGE_NAME}}" download>[[seller.export]]</a></div>
{{#MOVED}}<p class="notice" role="status">[[seller.moved MOVED_COUNT]]</p>{{/MOVED}}
{{#NONE_PICKED}}<p class="notice notice-bad" role="alert">[[seller.none_picked]]</p>{{/NONE_PICKED}}
{{#OUTCOME}}
<div class="notice notice-bad" role="alert">
<p>[[seller.outcome MOVED_COUNT REFUSED_COUNT]]</p>
<ul class="small">{{#FAILED_LINE}}<li><span class="num unbroken">{{ORDER_NO}}</span> {{NAME}}: {{MESSAGE}}</li>{{/FAILED_LINE}}</ul>
</div>
{{/OUTCOME}}
<div id="live"{{#LIVE}} data-live="/seller/orders"{{/LIVE}}>
<nav class="chips" aria-label="[[seller.stages]]">
{{#STAGE}}<a class="chip" href="{{HREF}}"{{#CURRENT}} aria-current="true"{{/CURRENT}}>{{LABEL}}{{#COUNTED}} <span class="num">{{COUNT}}</span>{{/COUNTED}}{{#MANY}} <span class="num">999+</span>{{/MANY}}</a>
{{/STAGE}}
</nav>
{{#LINES}}
{{#BATCH}}
<form class="seller-batch" id="batch" data-keep method="post" action="/seller/orders">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="stage" value="{{STAGE_NAME}}">
<label class="row" data-pick-all="input[form=batch][name=items]" hidden><input type="checkbox"> [[seller.pick_all]]</label>
{{#BATCH_MOVE}}<button class="btn btn-main btn-small" name="to" value="{{TO}}">[[seller.picked LABEL]]</button>{{/BATCH_MOVE}}
<button class="btn btn-small" formaction="/seller/orders/slip">[[seller.print_slips]]</button>
</form>
{{/BATCH}}
<h2 class="hidden-text">[[seller.lines]]</h2>
<ul class="seller-lines">
{{#LINE}}
<li class="seller-line" id="line-{{ITEM_ID}}-{{STATUS}}" data-keep>
{{#PICKED_FROM}}<input type="checkbox" form="batch" name="items" value="{{ITEM_ID}}" aria-label="[[seller.pick ORDER_NO NAME]]">{{/PICKED_FROM}}
<span class="frame" aria-hidden="true">{{#PICTURE}}<img src="{{PICTURE_320}}" width="320" height="320" alt="" loading="lazy">{{/PICTURE}}</span>
<div>
<p class="small muted row"><span class="num unbroken">{{ORDER_NO}}</span> <span><time>{{ORDERED_AT}}</time> ({{#JUST_NOW}}[[seller.just_now]]{{/JUST_NOW}}{{#HOURS_AGO}}[[seller.hours_ago HOURS]]{{/HOURS_AGO}}{{#DAYS_AGO}}[[seller.days_ago DAYS]]{{/DAYS_AGO}})</span></p>
<h3 class="seller-line-name">{{NAME}}</h3>
<p class="small">[[seller.pieces QUANTITY]] · <span class="won">[[money PAID]]</span></p>
<p><span class="badge badge-{{STATUS}}">{{STATUS_TEXT}}</span></p>
{{#REASONED}}<p class="small">[[seller.reason]]: {{REASON_GIVEN}}</p>{{/REASONED}}
</div>
{{#SHIPPED_TO}}<address class="small">{{RECIPIENT}} <span class="num">{{PHONE}}</span><br>({{POSTCODE}}) {{LINE1}} {{LINE2}}</address>{{/SHIPPED_TO}}
{{#MOVES}}<form class="seller-moves" method="post" action="/seller/orders">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="stage" value="{{STAGE_NAME}}">
<input type="hidden" name="items" value="{{ITEM_ID}}">
{{#MOVE}}<button class="btn btn-small" name="to" value="{{TO}}">{{LABEL}}</button>
{{/MOVE}}
{{#GIVE_UP}}<details class="confirm-small"><summary class="btn btn-small btn-danger">{{LABEL}}</summary><p class="small">[[seller.give_up_says]]</p><button class="btn btn-small btn-danger" name="to" value="{{TO}}">[[seller.give_up_yes]]</button></details>{{/GIVE_UP}}
</form>{{/MOVES}}
</li>
{{/LINE}}
</ul>
{{/LINES}}
<nav class="pager" aria-label="[[layout.pages]]">
{{#BACK}}<a class="btn" href="{{FIRST_HREF}}">[[layout.first_page]]</a>{{/BACK}}
{{#NEXT}}<a class="btn" href="{{NEXT_HREF}}" rel="next">[[order.older]]</a>{{/NEXT}}
</nav>
{{#EMPTY}}
<div class="empty">
<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M4 8l8-4 8 4v8l-8 4-8-4Z"/><path d="m4 8 8 4 8-4M12 12v8"/></svg>
<h2>[[seller.no_lines]]</h2>
<p>[[seller.no_lines_hint]]</p>
<a class="btn" href="/seller/products">[[seller.products]]</a>
</div>
{{/EMPTY}}
</div>
{{>FOOTER}}
