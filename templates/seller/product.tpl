{{%AUTOESCAPE context="HTML"}}{{>HEADER}}
{{>SELLER_NAV}}
<div class="medium stack-l">
<nav class="crumbs" aria-label="[[layout.crumbs]]"><ol><li><a href="/seller/products">[[seller.products]]</a></li>{{#NEW}}<li aria-current="page">[[seller.new_product]]</li>{{/NEW}}{{#EXISTING}}<li aria-current="page">{{HEADLINE}}</li>{{/EXISTING}}</ol></nav>
{{#NEW}}<div class="page-head"><h1>[[seller.new_product]]</h1></div>{{/NEW}}
{{#EXISTING}}
<div class="page-head"><div class="desk-head"><span class="badge badge-{{STATUS}}">{{STATUS_TEXT}}</span><h1>{{HEADLINE}}</h1></div>
<p class="row"><a class="btn btn-small" href="/seller/products/{{PRODUCT_ID}}/stock">[[seller.stock_count STOCK]]</a><a class="btn btn-small" href="/products/{{PRODUCT_ID}}">[[seller.view]]</a></p></div>
{{/EXISTING}}
{{#SAVED}}<p class="notice" role="status">{{MESSAGE}}</p>{{/SAVED}}
{{#REFUSED}}<p class="notice notice-bad" role="alert">{{MESSAGE}}</p>{{/REFUSED}}
{{#EXISTING}}
<section class="panel" id="image">
<h2>[[seller.image]]</h2>
<form class="seller-picture" method="post" action="/seller/products/{{PRODUCT_ID}}/image" enctype="multipart/form-data">
<span class="frame">{{#PICTURE}}<img src="{{PICTURE_640}}" width="640" height="640" alt="[[seller.image_now]]">{{/PICTURE}}<canvas hidden role="img" aria-label="[[seller.preview]]"></canvas></span>
<div class="stack">
<div class="field">
<label for="file">[[seller.choose_image]]</label>
<input class="input" id="file" name="image" type="file" accept="image/png,image/jpeg,image/webp" required data-preview data-size-max="2097152" data-too-large="[[seller.picture.large]]"{{#IMAGE_ERROR}} aria-invalid="true"{{/IMAGE_ERROR}} aria-describedby="file-hint{{#IMAGE_ERROR}} file-problem{{/IMAGE_ERROR}}">
<p class="row" data-chooser hidden><label class="btn btn-small" for="file">[[seller.choose_file]]</label> <span class="small muted" data-chosen>[[seller.no_file]]</span></p>
<span class="hint" id="file-hint">[[seller.image_hint]]</span>
{{#IMAGE_ERROR}}<span class="problem" id="file-problem" role="alert">{{PROBLEM}}</span>{{/IMAGE_ERROR}}
</div>
<button class="btn">[[seller.upload]]</button>
<p class="row uploading" hidden><progress class="rush" max="100" value="0" aria-label="[[seller.uploading]]"></progress><span class="small num" aria-hidden="true"></span></p>
</div>
</form>
</section>
{{/EXISTING}}
<section class="panel">
<h2>[[seller.about]]</h2>
<form class="form stack" method="post" action="{{ACTION}}"{{#NEW}} data-once{{/NEW}}>
<input type="hidden" name="csrf" value="{{CSRF}}">
{{#NEW}}<input type="hidden" name="idempotency_key" value="{{IDEMPOTENCY_KEY}}">{{/NEW}}
<div class="field">
<label for="name">[[field.product_name]]</label>
<input class="input" id="name" name="name" maxlength="100" required autocomplete="off" value="{{NAME}}"{{#NAME_ERROR}} aria-invalid="true"{{/NAME_ERROR}}{{#NAME_ERROR}} aria-describedby="name-problem"{{/NAME_ERROR}}>
{{#NAME_ERROR}}<span class="problem" id="name-problem">{{PROBLEM}}</span>{{/NAME_ERROR}}
</div>
<div class="field">
<label for="category">[[field.category]]</label>
<input class="input" id="category" name="category" maxlength="40" required autocomplete="off" list="categories" value="{{CATEGORY}}"{{#CATEGORY_ERROR}} aria-invalid="true"{{/CATEGORY_ERROR}} aria-describedby="category-hint{{#CATEGORY_ERROR}} category-problem{{/CATEGORY_ERROR}}">
<datalist id="categories">{{#OFFERED}}<option value="{{CATEGORY_NAME}}"></option>{{/OFFERED}}</datalist>
<span class="hint" id="category-hint">[[seller.category_hint]]</span>
{{#CATEGORY_ERROR}}<span class="problem" id="category-problem">{{PROBLEM}}</span>{{/CATEGORY_ERROR}}
</div>
<div class="pair">
<div class="field">
<label for="price">[[field.price_won]]</label>
<input class="input" id="price" name="price" type="number" inputmode="numeric" min="0" max="1000000000" step="100" required value="{{PRICE}}"{{#PRICE_ERROR}} aria-invalid="true"{{/PRICE_ERROR}} aria-describedby="price-hint{{#PRICE_ERROR}} price-problem{{/PRICE_ERROR}}">
<span class="hint" id="price-hint">[[seller.price_hint]]</span>
{{#PRICE_ERROR}}<span class="problem" id="price-problem">{{PROBLEM}}</span>{{/PRICE_ERROR}}
</div>
<div class="field">
<label for="discount">[[field.discount_won]] <span class="optional">[[field.optional]]</span></label>
<input class="input" id="discount" name="discount" type="number" inputmode="numeric" min="0" max="1000000000" value="{{DISCOUNT}}"{{#DISCOUNT_ERROR}} aria-invalid="true"{{/DISCOUNT_ERROR}} aria-describedby="discount-hint{{#DISCOUNT_ERROR}} discount-problem{{/DISCOUNT_ERROR}}">
<span class="hint" id="discount-hint">[[seller.discount_hint]]</span>
{{#DISCOUNT_ERROR}}<span class="problem" id="discount-problem">{{PROBLEM}}</span>{{/DISCOUNT_ERROR}}
</div>
</div>
<p class="small num" id="price-sum"{{#NEW}} hidden{{/NEW}}>[[seller.price_sum PRICE_WON DISCOUNT_WON FINAL_WON]]</p>
{{#NEW}}
<div class="field field-short">
<label for="stock">[[field.first_stock]]</label>
<input class="input" id="stock" name="stock" type="number" inputmode="numeric" min="0" max="1000000000" value="{{STOCK}}"{{#STOCK_ERROR}} aria-invalid="true"{{/STOCK_ERROR}}{{#STOCK_ERROR}} aria-describedby="stock-problem"{{/STOCK_ERROR}}>
{{#STOCK_ERROR}}<span class="problem" id="stock-problem">{{PROBLEM}}</span>{{/STOCK_ERROR}}
</div>
{{/NEW}}
<div class="field">
<label for="description">[[field.description]] <span class="optional">[[field.optional]]</span></label>
<textarea class="input" id="description" name="description" maxlength="5000" rows="8"{{#DESCRIPTION_ERROR}} aria-invalid="true"{{/DESCRIPTION_ERROR}}{{#DESCRIPTION_ERROR}} aria-describedby="description-problem"{{/DESCRIPTION_ERROR}}>
{{DESCRIPTION:p}}</textarea>
{{#DESCRIPTION_ERROR}}<span class="problem" id="description-problem">{{PROBLEM}}</span>{{/DESCRIPTION_ERROR}}
</div>
{{#NEW}}<p class="hint">[[seller.image_later]]</p>
<button class="btn btn-main btn-large btn-wide">[[seller.create]]</button>{{/NEW}}
{{#EXISTING}}<button class="btn btn-main">[[account.save]]</button>{{/EXISTING}}
</form>
</section>
{{#ENDED}}
<section class="panel">
<h2>[[seller.resume]]</h2>
<p class="small muted">[[seller.resume_hint]]</p>
<form class="form" method="post" action="/seller/products/{{PRODUCT_ID}}/resume">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button class="btn">[[seller.resume]]</button>
</form>
</section>
{{/ENDED}}
{{#SOLD}}
<section class="panel">
<h2>[[seller.discontinue]]</h2>
<p class="small muted">[[seller.discontinue_hint]]</p>
<details class="confirm">
<summary class="btn btn-danger">[[seller.discontinue]]</summary>
<form class="form" method="post" action="/seller/products/{{PRODUCT_ID}}/discontinue">
<input type="hidden" name="csrf" value="{{CSRF}}">
<p>[[seller.discontinue_sure]]</p>
<button class="btn btn-danger">[[seller.discontinue_yes]]</button>
</form>
</details>
</section>
{{/SOLD}}
</div>
{{>FOOTER}}
