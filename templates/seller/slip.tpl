{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
{{>SELLER_NAV}}
<div class="medium">
<nav class="crumbs" aria-label="[[layout.crumbs]]"><ol><li><a href="/seller/orders">[[seller.orders]]</a></li><li aria-current="page">[[seller.slips]]</li></ol></nav>
<div class="page-head"><h1>[[seller.slips]]</h1><p class="row"><button class="btn btn-main" type="button" data-print>[[seller.print]]</button><a class="btn" href="/seller/orders">[[seller.orders]]</a></p></div>
{{#SLIP}}
<section class="panel slip">
<h2>[[order.number]] <span class="num">{{ORDER_NO}}</span></h2>
<dl class="facts">
<div><dt>[[field.recipient]]</dt><dd>{{RECIPIENT}}</dd></div>
<div><dt>[[field.phone]]</dt><dd class="num">{{PHONE}}</dd></div>
<div><dt>[[field.address]]</dt><dd>({{POSTCODE}}) {{LINE1}} {{LINE2}}</dd></div>
<div><dt>[[seller.ordered_at]]</dt><dd><time>{{ORDERED_AT}}</time></dd></div>
</dl>
<table class="table">
<thead><tr><th scope="col">[[seller.product]]</th><th scope="col" class="num">[[product.quantity]]</th></tr></thead>
<tbody>
{{#LINE}}<tr><td data-label="[[seller.product]]">{{NAME}}</td><td data-label="[[product.quantity]]" class="num"><strong>{{QUANTITY}}</strong></td></tr>
{{/LINE}}
</tbody>
</table>
</section>
{{/SLIP}}
</div>
{{>FOOTER}}
