// The picture of a product, uploaded by a form whose file has any name.
import { test } from "node:test";
import assert from "node:assert/strict";
import { registrationNumber, shop } from "./support.mjs";
import { HOSTILE } from "./hostile.mjs";
import { ADDRESS, call, member } from "./watch.mjs";

const PICTURE = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGO4kmiFFTEMLQkAAGRbwSZ752g\
AAAAASUVORK5CYII=", "base64");

// The form of a product's picture as a browser sends it, and as nobody should.
const named = (name) => {
    const form = new FormData();
    form.append("image", new Blob([PICTURE], { type: "image/png" }), name);
    return { body: form };
};
const written = (disposition) => ({
    headers: { "Content-Type": "multipart/form-data; boundary=b0" },
    body: Buffer.concat([
        Buffer.from(`--b0\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: image/png\r\n\r\n`),
        PICTURE, Buffer.from("\r\n--b0--\r\n"),
    ]),
});

test("c7_a picture's file name is no path and nowhere shown", async () => {
    const token = await member();
    await call("POST", "/api/seller", {
        businessName: "시험상회", registrationNumber: registrationNumber(), contact: "0212345678", category: "시험 상품", address: ADDRESS,
    }, token);
    const { productId } = await call("POST", "/api/product", { name: "그림", category: "시험 상품", price: 100 }, token);
    const upload = async ({ headers, body }) => {
        const answer = await fetch(`${shop}/seller/products/${productId}/image`, {
            method: "POST", redirect: "manual", body,
            headers: { Origin: new URL(shop).origin, Cookie: `sid=${token}`, ...headers },
        });
        const text = await answer.text();
        assert.ok(!/hit-file/.test(text), text);
        return `${answer.status} ${answer.headers.get("location")?.split("?")[1]}`;
    };
    const pictureNow = async () => (await call("GET", `/api/product/${productId}`)).imageUrl;
    assert.equal(await upload(named("a.png")), "303 saved=picture");
    const kept = await pictureNow();
    for (const [, text] of HOSTILE) assert.equal(await upload(named(`hit-file ${text}`)), "303 saved=picture", text);
    for (const [outcome, disposition] of [
        ["303 saved=picture", 'name="image"; filename="hit-file"quoted"; x="'],
        ["303 saved=picture", 'name="image"; filename="\\"hit-file\\"; name=\\"x\\""'],
        ["303 saved=picture", "name=\"image\"; filename*=UTF-8''hit-file%0d%0a%00"],
        ["303 saved=picture", 'name="image"; filename=hit-file'],
        ["303 saved=picture", 'name="image"; filename="hit-file\u0000.png"'],
        ["303 saved=picture", `name="image"; filename="hit-file${"x".repeat(100_000)}"`],
        ["303 picture=type", 'name="image"; filename="hit-file\r\nContent-Type: text/html\r\n\r\n<hit-me>"'],
        ["303 picture=broken", 'name="hit-file"; filename="a.png"'],
        ["303 picture=broken", 'filename="hit-file"'],
        ["413 undefined", `name="image"; filename="hit-file${"x".repeat(2_200_000)}"`],
    ])
        assert.equal(await upload(written(disposition)), outcome, disposition.slice(0, 100));
    assert.equal(await pictureNow(), kept, "the same picture under the same name");
    for (const path of [`/seller/products/${productId}`, `/products/${productId}`]) {
        const page = await (await fetch(shop + path, { headers: { Cookie: `sid=${token}` } })).text();
        assert.ok(page.includes("/media/") && !page.includes("hit-file"), path);
    }
    await call("DELETE", `/api/product/${productId}`, undefined, token);
});
