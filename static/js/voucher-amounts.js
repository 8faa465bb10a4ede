// Exact amounts of a voucher while it is typed: whole fen as BigInt, products, figures under their columns, words.
"use strict";
(() => {
  const PLACES = 10;
  const DIGITS = "零壹贰叁肆伍陆柒捌玖";
  const SMALL = ["", "拾", "佰", "仟"];
  const LARGE = ["", "万", "亿", "万亿"];

  // A decimal as whole millionths; null for what is no number.
  const millionths = (text) => {
    const cleaned = text.replaceAll(/[,，\s￥¥元]/g, "");
    const found = /^(-?)(\d*)\.?(\d{0,6})\d*$/.exec(cleaned);
    if (!found || !/\d/.test(cleaned)) return null;
    const value = BigInt(found[2] || "0") * 1000000n + BigInt(found[3].padEnd(6, "0"));
    return found[1] ? -value : value;
  };
  const rounded = (value, by) => {
    const half = value < 0n ? -(by / 2n) : by / 2n;
    return (value + half) / by;
  };
  const fen = (text) => rounded(millionths(text) ?? 0n, 10000n);
  const yuan = (value) => {
    const figures = String(value < 0n ? -value : value).padStart(3, "0");
    return `${value < 0n ? "-" : ""}${figures.slice(0, -2)}.${figures.slice(-2)}`;
  };
  // quantity × price or foreign amount × rate, in fen; null unless both are numbers
  const product = (first, second) => {
    const a = millionths(first);
    const b = millionths(second);
    return a === null || b === null ? null : rounded(a * b, 10000000000n);
  };

  const whole = (value) => {
    const figures = String(value);
    let text = "";
    let zero = false;
    [...figures].forEach((figure, at) => {
      const place = figures.length - 1 - at;
      if (figure === "0") zero = true;
      else {
        text += (zero ? "零" : "") + DIGITS[Number(figure)] + SMALL[place % 4];
        zero = false;
      }
      if (place && place % 4 === 0 && Number(figures.slice(Math.max(0, at - 3), at + 1))) text += LARGE[place / 4];
    });
    return text;
  };
  const words = (value) => {
    if (value === 0n) return "零元整";
    const positive = value < 0n ? -value : value;
    const units = positive / 100n;
    const tenths = Number((positive / 10n) % 10n);
    const hundredths = Number(positive % 10n);
    let text = units ? `${whole(units)}元` : "";
    if (tenths) text += `${DIGITS[tenths]}角`;
    else if (hundredths && units) text += "零";
    text += hundredths ? `${DIGITS[hundredths]}分` : "整";
    return value < 0n ? `负${text}` : text;
  };

  // The figures under their columns; a plain figure where they do not fit.
  const columns = (value) => {
    const shown = document.createElement("span");
    shown.setAttribute("aria-hidden", "true");
    const figures = String(value < 0n ? -value : value).padStart(3, "0");
    if (figures.length > PLACES) {
      shown.className = "books-plain";
      shown.textContent = yuan(value);
      return shown;
    }
    shown.className = value < 0n ? "books-digits books-red" : "books-digits";
    for (const figure of value ? figures.padStart(PLACES) : " ".repeat(PLACES)) {
      const cell = document.createElement("i");
      cell.textContent = figure.trim();
      shown.append(cell);
    }
    return shown;
  };

  globalThis.zfAmounts = Object.freeze({ fen, yuan, product, words, columns });
})();
