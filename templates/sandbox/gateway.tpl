{{%AUTOESCAPE context="HTML"}}<!doctype html>
<html lang="{{LANG_CODE}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>[[gateway.title]]</title>
<link rel="icon" href="/static/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/css/gateway.css">
</head>
<body>
<main>
<header>
<p class="brand">[[gateway.brand]]</p>
<p class="hint">[[gateway.no_money]]</p>
</header>
<h1>[[gateway.title]]</h1>
{{#BILL}}
<dl>
<div><dt>[[gateway.payee]]</dt><dd>[[gateway.merchant]]</dd></div>
<div><dt>[[gateway.order]]</dt><dd>{{ORDER_NO}}</dd></div>
<div class="total"><dt>[[gateway.amount]]</dt><dd>[[money AMOUNT]]</dd></div>
</dl>
{{#OPEN}}
<form method="post">
<input type="hidden" name="token" value="{{TOKEN}}">
<button class="main" name="decision" value="approve">[[gateway.approve AMOUNT]]</button>
<button name="decision" value="decline">[[gateway.decline]]</button>
</form>
<section aria-labelledby="trials">
<h2 id="trials">[[gateway.trials]]</h2>
{{#FORM_ERROR}}<p class="problem" role="alert" id="seconds-problem">[[gateway.seconds_wrong]]</p>{{/FORM_ERROR}}
<form method="post">
<input type="hidden" name="token" value="{{TOKEN}}">
<p><label for="seconds">[[gateway.seconds]]</label>
<input id="seconds" name="seconds" type="number" inputmode="numeric" min="1" max="600" value="{{SECONDS}}" required{{#FORM_ERROR}} aria-invalid="true" aria-describedby="seconds-problem"{{/FORM_ERROR}}></p>
<button name="decision" value="late">[[gateway.late]]</button>
<p class="hint">[[gateway.late_hint]]</p>
</form>
<form method="post">
<input type="hidden" name="token" value="{{TOKEN}}">
<button name="decision" value="silent">[[gateway.silent]]</button>
<p class="hint">[[gateway.silent_hint]]</p>
</form>
</section>
{{/OPEN}}
{{#DONE}}
{{#APPROVED}}<p class="state good" role="status">[[gateway.approved]]</p>{{/APPROVED}}
{{#DECLINED}}<p class="state bad" role="status">[[gateway.declined]]</p>{{/DECLINED}}
{{#WAITING}}<p class="state" role="status">[[gateway.waiting]]</p>{{/WAITING}}
<p><a class="back" href="{{RETURN_URL}}">[[gateway.back]]</a></p>
{{/DONE}}
{{/BILL}}
{{#UNKNOWN}}<p class="state bad">[[gateway.unknown]]</p>{{/UNKNOWN}}
{{#FORGED}}<p class="state bad">[[gateway.forged]]</p>{{/FORGED}}
</main>
</body>
</html>
