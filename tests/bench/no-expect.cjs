// SPDX-License-Identifier: GPL-3.0-or-later
// For PicGo: takes "Expect: 100-continue" off its requests.  The simulator never answers it, and the
// SDK that PicGo's plugin brings then never sends the body.
for (const module of [require("http"), require("https")]) {
  const request = module.request;
  module.request = (options, ...rest) => {
    if (options.headers) delete options.headers.Expect;
    return request(options, ...rest);
  };
}
