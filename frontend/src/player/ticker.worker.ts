/** A clock that hidden pages keep: it says nothing but "now". */

setInterval(() => postMessage(null), 100);
