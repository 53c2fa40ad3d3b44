/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-math-symbols"

#include "config.h"

#include "confab-math-symbols-private.h"

#include <stdlib.h>
#include <string.h>

/* By name. */
static const ConfabMathSymbol symbols[] = {
  { "Alpha", 0x0391, CONFAB_MATH_ORD }, { "And", 0x0026, CONFAB_MATH_BIN },
  { "Bbbk", 0x1D55C, CONFAB_MATH_ORD }, { "Beta", 0x0392, CONFAB_MATH_ORD },
  { "Box", 0x25A1, CONFAB_MATH_ORD }, { "Bumpeq", 0x224E, CONFAB_MATH_REL },
  { "C", 0x2102, CONFAB_MATH_ORD }, { "Cap", 0x22D2, CONFAB_MATH_BIN }, { "Chi", 0x03A7, CONFAB_MATH_ORD },
  { "Complex", 0x2102, CONFAB_MATH_ORD }, { "Cup", 0x22D3, CONFAB_MATH_BIN },
  { "Delta", 0x0394, CONFAB_MATH_ORD }, { "Diamond", 0x25CA, CONFAB_MATH_ORD },
  { "Downarrow", 0x21D3, CONFAB_MATH_REL }, { "Epsilon", 0x0395, CONFAB_MATH_ORD },
  { "Eta", 0x0397, CONFAB_MATH_ORD }, { "Finv", 0x2132, CONFAB_MATH_ORD },
  { "Gamma", 0x0393, CONFAB_MATH_ORD }, { "Im", 0x2111, CONFAB_MATH_ORD },
  { "Iota", 0x0399, CONFAB_MATH_ORD }, { "Join", 0x22C8, CONFAB_MATH_REL },
  { "Kappa", 0x039A, CONFAB_MATH_ORD }, { "Lambda", 0x039B, CONFAB_MATH_ORD },
  { "Leftarrow", 0x21D0, CONFAB_MATH_REL }, { "Leftrightarrow", 0x21D4, CONFAB_MATH_REL },
  { "Lleftarrow", 0x21DA, CONFAB_MATH_REL }, { "Longleftarrow", 0x27F8, CONFAB_MATH_REL },
  { "Longleftrightarrow", 0x27FA, CONFAB_MATH_REL }, { "Longrightarrow", 0x27F9, CONFAB_MATH_REL },
  { "Lsh", 0x21B0, CONFAB_MATH_REL }, { "Mu", 0x039C, CONFAB_MATH_ORD }, { "N", 0x2115, CONFAB_MATH_ORD },
  { "Nu", 0x039D, CONFAB_MATH_ORD }, { "Omega", 0x03A9, CONFAB_MATH_ORD }, { "P", 0x00B6, CONFAB_MATH_ORD },
  { "Phi", 0x03A6, CONFAB_MATH_ORD }, { "Pi", 0x03A0, CONFAB_MATH_ORD }, { "Psi", 0x03A8, CONFAB_MATH_ORD },
  { "Q", 0x211A, CONFAB_MATH_ORD }, { "R", 0x211D, CONFAB_MATH_ORD }, { "Re", 0x211C, CONFAB_MATH_ORD },
  { "Rho", 0x03A1, CONFAB_MATH_ORD }, { "Rightarrow", 0x21D2, CONFAB_MATH_REL },
  { "Rrightarrow", 0x21DB, CONFAB_MATH_REL }, { "Rsh", 0x21B1, CONFAB_MATH_REL },
  { "S", 0x00A7, CONFAB_MATH_ORD }, { "Sigma", 0x03A3, CONFAB_MATH_ORD },
  { "Subset", 0x22D0, CONFAB_MATH_REL }, { "Supset", 0x22D1, CONFAB_MATH_REL },
  { "Tau", 0x03A4, CONFAB_MATH_ORD }, { "Theta", 0x0398, CONFAB_MATH_ORD },
  { "Uparrow", 0x21D1, CONFAB_MATH_REL }, { "Updownarrow", 0x21D5, CONFAB_MATH_REL },
  { "Upsilon", 0x03A5, CONFAB_MATH_ORD }, { "Vdash", 0x22A9, CONFAB_MATH_REL },
  { "Vert", 0x2016, CONFAB_MATH_ORD }, { "Vvdash", 0x22AA, CONFAB_MATH_REL },
  { "Xi", 0x039E, CONFAB_MATH_ORD }, { "Z", 0x2124, CONFAB_MATH_ORD }, { "Zeta", 0x0396, CONFAB_MATH_ORD },
  { "aleph", 0x2135, CONFAB_MATH_ORD }, { "alpha", 0x03B1, CONFAB_MATH_ORD },
  { "amalg", 0x2A3F, CONFAB_MATH_BIN }, { "angle", 0x2220, CONFAB_MATH_ORD },
  { "approx", 0x2248, CONFAB_MATH_REL }, { "approxeq", 0x224A, CONFAB_MATH_REL },
  { "ast", 0x2217, CONFAB_MATH_BIN }, { "asymp", 0x224D, CONFAB_MATH_REL },
  { "backepsilon", 0x03F6, CONFAB_MATH_REL }, { "backprime", 0x2035, CONFAB_MATH_ORD },
  { "backsim", 0x223D, CONFAB_MATH_REL }, { "backslash", 0x005C, CONFAB_MATH_ORD },
  { "barwedge", 0x22BC, CONFAB_MATH_BIN }, { "because", 0x2235, CONFAB_MATH_REL },
  { "beta", 0x03B2, CONFAB_MATH_ORD }, { "beth", 0x2136, CONFAB_MATH_ORD },
  { "between", 0x226C, CONFAB_MATH_REL },
  { "bigcap", 0x22C2, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_DISPLAY },
  { "bigcirc", 0x25EF, CONFAB_MATH_BIN },
  { "bigcup", 0x22C3, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_DISPLAY },
  { "bigodot", 0x2A00, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_DISPLAY },
  { "bigoplus", 0x2A01, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_DISPLAY },
  { "bigotimes", 0x2A02, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_DISPLAY },
  { "bigsqcup", 0x2A06, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_DISPLAY },
  { "bigstar", 0x2605, CONFAB_MATH_ORD }, { "bigtriangledown", 0x25BD, CONFAB_MATH_BIN },
  { "bigtriangleup", 0x25B3, CONFAB_MATH_BIN },
  { "biguplus", 0x2A04, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_DISPLAY },
  { "bigvee", 0x22C1, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_DISPLAY },
  { "bigwedge", 0x22C0, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_DISPLAY },
  { "blacklozenge", 0x29EB, CONFAB_MATH_ORD }, { "blacksquare", 0x25A0, CONFAB_MATH_ORD },
  { "blacktriangle", 0x25B2, CONFAB_MATH_ORD }, { "blacktriangleleft", 0x25C0, CONFAB_MATH_REL },
  { "blacktriangleright", 0x25B6, CONFAB_MATH_REL }, { "bot", 0x22A5, CONFAB_MATH_ORD },
  { "bowtie", 0x22C8, CONFAB_MATH_REL }, { "boxdot", 0x22A1, CONFAB_MATH_BIN },
  { "boxminus", 0x229F, CONFAB_MATH_BIN }, { "boxplus", 0x229E, CONFAB_MATH_BIN },
  { "boxtimes", 0x22A0, CONFAB_MATH_BIN }, { "bullet", 0x2219, CONFAB_MATH_BIN },
  { "bumpeq", 0x224F, CONFAB_MATH_REL }, { "cap", 0x2229, CONFAB_MATH_BIN },
  { "cdot", 0x22C5, CONFAB_MATH_BIN }, { "cdotp", 0x00B7, CONFAB_MATH_ORD },
  { "cdots", 0x22EF, CONFAB_MATH_INNER }, { "checkmark", 0x2713, CONFAB_MATH_ORD },
  { "chi", 0x03C7, CONFAB_MATH_ORD }, { "circ", 0x2218, CONFAB_MATH_BIN },
  { "circeq", 0x2257, CONFAB_MATH_REL }, { "circlearrowleft", 0x21BA, CONFAB_MATH_REL },
  { "circlearrowright", 0x21BB, CONFAB_MATH_REL }, { "circledast", 0x229B, CONFAB_MATH_BIN },
  { "circledcirc", 0x229A, CONFAB_MATH_BIN }, { "circleddash", 0x229D, CONFAB_MATH_BIN },
  { "clubsuit", 0x2663, CONFAB_MATH_ORD }, { "colon", 0x003A, CONFAB_MATH_PUNCT },
  { "coloneq", 0x2254, CONFAB_MATH_REL }, { "coloneqq", 0x2254, CONFAB_MATH_REL },
  { "complement", 0x2201, CONFAB_MATH_ORD }, { "cong", 0x2245, CONFAB_MATH_REL },
  { "coprod", 0x2210, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_DISPLAY }, { "cup", 0x222A, CONFAB_MATH_BIN },
  { "curlyeqprec", 0x22DE, CONFAB_MATH_REL }, { "curlyeqsucc", 0x22DF, CONFAB_MATH_REL },
  { "curlyvee", 0x22CE, CONFAB_MATH_BIN }, { "curlywedge", 0x22CF, CONFAB_MATH_BIN },
  { "curvearrowleft", 0x21B6, CONFAB_MATH_REL }, { "curvearrowright", 0x21B7, CONFAB_MATH_REL },
  { "dag", 0x2020, CONFAB_MATH_ORD }, { "dagger", 0x2020, CONFAB_MATH_BIN },
  { "dashleftarrow", 0x21E0, CONFAB_MATH_REL }, { "dashrightarrow", 0x21E2, CONFAB_MATH_REL },
  { "dashv", 0x22A3, CONFAB_MATH_REL }, { "ddag", 0x2021, CONFAB_MATH_ORD },
  { "ddagger", 0x2021, CONFAB_MATH_BIN }, { "ddots", 0x22F1, CONFAB_MATH_INNER },
  { "degree", 0x00B0, CONFAB_MATH_ORD }, { "delta", 0x03B4, CONFAB_MATH_ORD },
  { "diamond", 0x22C4, CONFAB_MATH_BIN }, { "diamondsuit", 0x2662, CONFAB_MATH_ORD },
  { "div", 0x00F7, CONFAB_MATH_BIN }, { "divideontimes", 0x22C7, CONFAB_MATH_BIN },
  { "doteq", 0x2250, CONFAB_MATH_REL }, { "dotplus", 0x2214, CONFAB_MATH_BIN },
  { "dots", 0x2026, CONFAB_MATH_INNER }, { "dotsb", 0x22EF, CONFAB_MATH_INNER },
  { "dotsc", 0x2026, CONFAB_MATH_INNER }, { "dotsi", 0x22EF, CONFAB_MATH_INNER },
  { "dotsm", 0x22EF, CONFAB_MATH_INNER }, { "dotso", 0x2026, CONFAB_MATH_INNER },
  { "downarrow", 0x2193, CONFAB_MATH_REL }, { "downdownarrows", 0x21CA, CONFAB_MATH_REL },
  { "downharpoonleft", 0x21C3, CONFAB_MATH_REL }, { "downharpoonright", 0x21C2, CONFAB_MATH_REL },
  { "ell", 0x2113, CONFAB_MATH_ORD }, { "emptyset", 0x2205, CONFAB_MATH_ORD },
  { "epsilon", 0x03F5, CONFAB_MATH_ORD }, { "eqcirc", 0x2256, CONFAB_MATH_REL },
  { "eqqcolon", 0x2255, CONFAB_MATH_REL }, { "equiv", 0x2261, CONFAB_MATH_REL },
  { "eta", 0x03B7, CONFAB_MATH_ORD }, { "eth", 0x00F0, CONFAB_MATH_ORD },
  { "exists", 0x2203, CONFAB_MATH_ORD }, { "fallingdotseq", 0x2252, CONFAB_MATH_REL },
  { "flat", 0x266D, CONFAB_MATH_ORD }, { "forall", 0x2200, CONFAB_MATH_ORD },
  { "frown", 0x2322, CONFAB_MATH_REL }, { "gamma", 0x03B3, CONFAB_MATH_ORD },
  { "ge", 0x2265, CONFAB_MATH_REL }, { "geq", 0x2265, CONFAB_MATH_REL }, { "geqq", 0x2267, CONFAB_MATH_REL },
  { "geqslant", 0x2A7E, CONFAB_MATH_REL }, { "gets", 0x2190, CONFAB_MATH_REL },
  { "gg", 0x226B, CONFAB_MATH_REL }, { "ggg", 0x22D9, CONFAB_MATH_REL },
  { "gimel", 0x2137, CONFAB_MATH_ORD }, { "gt", 0x003E, CONFAB_MATH_REL },
  { "gtrapprox", 0x2A86, CONFAB_MATH_REL }, { "gtrless", 0x2277, CONFAB_MATH_REL },
  { "gtrsim", 0x2273, CONFAB_MATH_REL }, { "hArr", 0x21D4, CONFAB_MATH_REL },
  { "harr", 0x2194, CONFAB_MATH_REL }, { "hbar", 0x210F, CONFAB_MATH_ORD },
  { "heartsuit", 0x2661, CONFAB_MATH_ORD }, { "hookleftarrow", 0x21A9, CONFAB_MATH_REL },
  { "hookrightarrow", 0x21AA, CONFAB_MATH_REL }, { "hslash", 0x210F, CONFAB_MATH_ORD },
  { "iff", 0x27FA, CONFAB_MATH_REL }, { "iiiint", 0x2A0C, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_NEVER },
  { "iiint", 0x222D, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_NEVER },
  { "iint", 0x222C, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_NEVER }, { "imath", 0x0131, CONFAB_MATH_ORD },
  { "impliedby", 0x27F8, CONFAB_MATH_REL }, { "implies", 0x27F9, CONFAB_MATH_REL },
  { "in", 0x2208, CONFAB_MATH_REL }, { "infin", 0x221E, CONFAB_MATH_ORD },
  { "infty", 0x221E, CONFAB_MATH_ORD }, { "int", 0x222B, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_NEVER },
  { "intercal", 0x22BA, CONFAB_MATH_BIN },
  { "intop", 0x222B, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_DISPLAY }, { "iota", 0x03B9, CONFAB_MATH_ORD },
  { "jmath", 0x0237, CONFAB_MATH_ORD }, { "kappa", 0x03BA, CONFAB_MATH_ORD },
  { "lArr", 0x21D0, CONFAB_MATH_REL }, { "lVert", 0x2016, CONFAB_MATH_OPEN },
  { "lambda", 0x03BB, CONFAB_MATH_ORD }, { "land", 0x2227, CONFAB_MATH_BIN },
  { "langle", 0x27E8, CONFAB_MATH_OPEN }, { "larr", 0x2190, CONFAB_MATH_REL },
  { "lbrace", 0x007B, CONFAB_MATH_OPEN }, { "lbrack", 0x005B, CONFAB_MATH_OPEN },
  { "lceil", 0x2308, CONFAB_MATH_OPEN }, { "ldotp", 0x002E, CONFAB_MATH_PUNCT },
  { "ldots", 0x2026, CONFAB_MATH_INNER }, { "le", 0x2264, CONFAB_MATH_REL },
  { "leadsto", 0x21DD, CONFAB_MATH_REL }, { "leftarrow", 0x2190, CONFAB_MATH_REL },
  { "leftarrowtail", 0x21A2, CONFAB_MATH_REL }, { "leftharpoondown", 0x21BD, CONFAB_MATH_REL },
  { "leftharpoonup", 0x21BC, CONFAB_MATH_REL }, { "leftleftarrows", 0x21C7, CONFAB_MATH_REL },
  { "leftrightarrow", 0x2194, CONFAB_MATH_REL }, { "leftrightarrows", 0x21C6, CONFAB_MATH_REL },
  { "leftrightharpoons", 0x21CB, CONFAB_MATH_REL }, { "leftrightsquigarrow", 0x21AD, CONFAB_MATH_REL },
  { "leftthreetimes", 0x22CB, CONFAB_MATH_BIN }, { "leq", 0x2264, CONFAB_MATH_REL },
  { "leqq", 0x2266, CONFAB_MATH_REL }, { "leqslant", 0x2A7D, CONFAB_MATH_REL },
  { "lessapprox", 0x2A85, CONFAB_MATH_REL }, { "lessgtr", 0x2276, CONFAB_MATH_REL },
  { "lesssim", 0x2272, CONFAB_MATH_REL }, { "lfloor", 0x230A, CONFAB_MATH_OPEN },
  { "lgroup", 0x27EE, CONFAB_MATH_OPEN }, { "lhd", 0x22B2, CONFAB_MATH_BIN },
  { "ll", 0x226A, CONFAB_MATH_REL }, { "llbracket", 0x27E6, CONFAB_MATH_OPEN },
  { "llcorner", 0x231E, CONFAB_MATH_OPEN }, { "lll", 0x22D8, CONFAB_MATH_REL },
  { "lnot", 0x00AC, CONFAB_MATH_ORD }, { "longleftarrow", 0x27F5, CONFAB_MATH_REL },
  { "longleftrightarrow", 0x27F7, CONFAB_MATH_REL }, { "longmapsto", 0x27FC, CONFAB_MATH_REL },
  { "longrightarrow", 0x27F6, CONFAB_MATH_REL }, { "lor", 0x2228, CONFAB_MATH_BIN },
  { "lozenge", 0x25CA, CONFAB_MATH_ORD }, { "lparen", 0x0028, CONFAB_MATH_OPEN },
  { "lrcorner", 0x231F, CONFAB_MATH_CLOSE }, { "lt", 0x003C, CONFAB_MATH_REL },
  { "ltimes", 0x22C9, CONFAB_MATH_BIN }, { "lvert", 0x007C, CONFAB_MATH_OPEN },
  { "maltese", 0x2720, CONFAB_MATH_ORD }, { "mapsto", 0x21A6, CONFAB_MATH_REL },
  { "mathellipsis", 0x2026, CONFAB_MATH_INNER }, { "measuredangle", 0x2221, CONFAB_MATH_ORD },
  { "mho", 0x2127, CONFAB_MATH_ORD }, { "mid", 0x2223, CONFAB_MATH_REL },
  { "models", 0x22A8, CONFAB_MATH_REL }, { "mp", 0x2213, CONFAB_MATH_BIN },
  { "mu", 0x03BC, CONFAB_MATH_ORD }, { "multimap", 0x22B8, CONFAB_MATH_REL },
  { "nLeftarrow", 0x21CD, CONFAB_MATH_REL }, { "nLeftrightarrow", 0x21CE, CONFAB_MATH_REL },
  { "nRightarrow", 0x21CF, CONFAB_MATH_REL }, { "nabla", 0x2207, CONFAB_MATH_ORD },
  { "natural", 0x266E, CONFAB_MATH_ORD }, { "ncong", 0x2247, CONFAB_MATH_REL },
  { "ne", 0x2260, CONFAB_MATH_REL }, { "nearrow", 0x2197, CONFAB_MATH_REL },
  { "neg", 0x00AC, CONFAB_MATH_ORD }, { "neq", 0x2260, CONFAB_MATH_REL },
  { "nexists", 0x2204, CONFAB_MATH_ORD }, { "ngeq", 0x2271, CONFAB_MATH_REL },
  { "ngtr", 0x226F, CONFAB_MATH_REL }, { "ni", 0x220B, CONFAB_MATH_REL },
  { "nleftarrow", 0x219A, CONFAB_MATH_REL }, { "nleftrightarrow", 0x21AE, CONFAB_MATH_REL },
  { "nleq", 0x2270, CONFAB_MATH_REL }, { "nless", 0x226E, CONFAB_MATH_REL },
  { "nmid", 0x2224, CONFAB_MATH_REL }, { "notin", 0x2209, CONFAB_MATH_REL },
  { "notni", 0x220C, CONFAB_MATH_REL }, { "nparallel", 0x2226, CONFAB_MATH_REL },
  { "nprec", 0x2280, CONFAB_MATH_REL }, { "nrightarrow", 0x219B, CONFAB_MATH_REL },
  { "nsim", 0x2241, CONFAB_MATH_REL }, { "nsubseteq", 0x2288, CONFAB_MATH_REL },
  { "nsucc", 0x2281, CONFAB_MATH_REL }, { "nsupseteq", 0x2289, CONFAB_MATH_REL },
  { "nu", 0x03BD, CONFAB_MATH_ORD }, { "nvDash", 0x22AD, CONFAB_MATH_REL },
  { "nvdash", 0x22AC, CONFAB_MATH_REL }, { "nwarrow", 0x2196, CONFAB_MATH_REL },
  { "odot", 0x2299, CONFAB_MATH_BIN }, { "oiiint", 0x2230, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_NEVER },
  { "oiint", 0x222F, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_NEVER },
  { "oint", 0x222E, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_NEVER }, { "omega", 0x03C9, CONFAB_MATH_ORD },
  { "omicron", 0x03BF, CONFAB_MATH_ORD }, { "ominus", 0x2296, CONFAB_MATH_BIN },
  { "oplus", 0x2295, CONFAB_MATH_BIN }, { "oslash", 0x2298, CONFAB_MATH_BIN },
  { "otimes", 0x2297, CONFAB_MATH_BIN }, { "owns", 0x220B, CONFAB_MATH_REL },
  { "parallel", 0x2225, CONFAB_MATH_REL }, { "partial", 0x2202, CONFAB_MATH_ORD },
  { "perp", 0x22A5, CONFAB_MATH_REL }, { "phi", 0x03D5, CONFAB_MATH_ORD }, { "pi", 0x03C0, CONFAB_MATH_ORD },
  { "pitchfork", 0x22D4, CONFAB_MATH_REL }, { "pm", 0x00B1, CONFAB_MATH_BIN },
  { "pounds", 0x00A3, CONFAB_MATH_ORD }, { "prec", 0x227A, CONFAB_MATH_REL },
  { "preccurlyeq", 0x227C, CONFAB_MATH_REL }, { "preceq", 0x2AAF, CONFAB_MATH_REL },
  { "precsim", 0x227E, CONFAB_MATH_REL }, { "prime", 0x2032, CONFAB_MATH_ORD },
  { "prod", 0x220F, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_DISPLAY },
  { "propto", 0x221D, CONFAB_MATH_REL }, { "psi", 0x03C8, CONFAB_MATH_ORD },
  { "rArr", 0x21D2, CONFAB_MATH_REL }, { "rVert", 0x2016, CONFAB_MATH_CLOSE },
  { "rangle", 0x27E9, CONFAB_MATH_CLOSE }, { "rarr", 0x2192, CONFAB_MATH_REL },
  { "rbrace", 0x007D, CONFAB_MATH_CLOSE }, { "rbrack", 0x005D, CONFAB_MATH_CLOSE },
  { "rceil", 0x2309, CONFAB_MATH_CLOSE }, { "reals", 0x211D, CONFAB_MATH_ORD },
  { "rfloor", 0x230B, CONFAB_MATH_CLOSE }, { "rgroup", 0x27EF, CONFAB_MATH_CLOSE },
  { "rhd", 0x22B3, CONFAB_MATH_BIN }, { "rho", 0x03C1, CONFAB_MATH_ORD },
  { "rightarrow", 0x2192, CONFAB_MATH_REL }, { "rightarrowtail", 0x21A3, CONFAB_MATH_REL },
  { "rightharpoondown", 0x21C1, CONFAB_MATH_REL }, { "rightharpoonup", 0x21C0, CONFAB_MATH_REL },
  { "rightleftarrows", 0x21C4, CONFAB_MATH_REL }, { "rightleftharpoons", 0x21CC, CONFAB_MATH_REL },
  { "rightrightarrows", 0x21C9, CONFAB_MATH_REL }, { "rightsquigarrow", 0x21DD, CONFAB_MATH_REL },
  { "rightthreetimes", 0x22CC, CONFAB_MATH_BIN }, { "risingdotseq", 0x2253, CONFAB_MATH_REL },
  { "rparen", 0x0029, CONFAB_MATH_CLOSE }, { "rrbracket", 0x27E7, CONFAB_MATH_CLOSE },
  { "rtimes", 0x22CA, CONFAB_MATH_BIN }, { "rvert", 0x007C, CONFAB_MATH_CLOSE },
  { "searrow", 0x2198, CONFAB_MATH_REL }, { "setminus", 0x2216, CONFAB_MATH_BIN },
  { "sharp", 0x266F, CONFAB_MATH_ORD }, { "sigma", 0x03C3, CONFAB_MATH_ORD },
  { "sim", 0x223C, CONFAB_MATH_REL }, { "simeq", 0x2243, CONFAB_MATH_REL },
  { "smallint", 0x222B, CONFAB_MATH_OP, FALSE, CONFAB_MATH_LIMITS_NEVER },
  { "smallsetminus", 0x2216, CONFAB_MATH_BIN }, { "smile", 0x2323, CONFAB_MATH_REL },
  { "spadesuit", 0x2660, CONFAB_MATH_ORD }, { "sphericalangle", 0x2222, CONFAB_MATH_ORD },
  { "sqcap", 0x2293, CONFAB_MATH_BIN }, { "sqcup", 0x2294, CONFAB_MATH_BIN },
  { "sqsubset", 0x228F, CONFAB_MATH_REL }, { "sqsubseteq", 0x2291, CONFAB_MATH_REL },
  { "sqsupset", 0x2290, CONFAB_MATH_REL }, { "sqsupseteq", 0x2292, CONFAB_MATH_REL },
  { "square", 0x25A1, CONFAB_MATH_ORD }, { "star", 0x22C6, CONFAB_MATH_BIN },
  { "subset", 0x2282, CONFAB_MATH_REL }, { "subseteq", 0x2286, CONFAB_MATH_REL },
  { "subseteqq", 0x2AC5, CONFAB_MATH_REL }, { "subsetneq", 0x228A, CONFAB_MATH_REL },
  { "succ", 0x227B, CONFAB_MATH_REL }, { "succcurlyeq", 0x227D, CONFAB_MATH_REL },
  { "succeq", 0x2AB0, CONFAB_MATH_REL }, { "succsim", 0x227F, CONFAB_MATH_REL },
  { "sum", 0x2211, CONFAB_MATH_OP, TRUE, CONFAB_MATH_LIMITS_DISPLAY }, { "supset", 0x2283, CONFAB_MATH_REL },
  { "supseteq", 0x2287, CONFAB_MATH_REL }, { "supseteqq", 0x2AC6, CONFAB_MATH_REL },
  { "supsetneq", 0x228B, CONFAB_MATH_REL }, { "surd", 0x221A, CONFAB_MATH_ORD },
  { "swarrow", 0x2199, CONFAB_MATH_REL }, { "tau", 0x03C4, CONFAB_MATH_ORD },
  { "therefore", 0x2234, CONFAB_MATH_REL }, { "theta", 0x03B8, CONFAB_MATH_ORD },
  { "thickapprox", 0x2248, CONFAB_MATH_REL }, { "thicksim", 0x223C, CONFAB_MATH_REL },
  { "times", 0x00D7, CONFAB_MATH_BIN }, { "to", 0x2192, CONFAB_MATH_REL },
  { "top", 0x22A4, CONFAB_MATH_ORD }, { "triangle", 0x25B3, CONFAB_MATH_ORD },
  { "triangleleft", 0x25C1, CONFAB_MATH_BIN }, { "trianglelefteq", 0x22B4, CONFAB_MATH_REL },
  { "triangleq", 0x225C, CONFAB_MATH_REL }, { "triangleright", 0x25B7, CONFAB_MATH_BIN },
  { "trianglerighteq", 0x22B5, CONFAB_MATH_REL }, { "twoheadleftarrow", 0x219E, CONFAB_MATH_REL },
  { "twoheadrightarrow", 0x21A0, CONFAB_MATH_REL }, { "ulcorner", 0x231C, CONFAB_MATH_OPEN },
  { "unlhd", 0x22B4, CONFAB_MATH_BIN }, { "unrhd", 0x22B5, CONFAB_MATH_BIN },
  { "uparrow", 0x2191, CONFAB_MATH_REL }, { "updownarrow", 0x2195, CONFAB_MATH_REL },
  { "upharpoonleft", 0x21BF, CONFAB_MATH_REL }, { "upharpoonright", 0x21BE, CONFAB_MATH_REL },
  { "uplus", 0x228E, CONFAB_MATH_BIN }, { "upsilon", 0x03C5, CONFAB_MATH_ORD },
  { "upuparrows", 0x21C8, CONFAB_MATH_REL }, { "urcorner", 0x231D, CONFAB_MATH_CLOSE },
  { "vDash", 0x22A8, CONFAB_MATH_REL }, { "varepsilon", 0x03B5, CONFAB_MATH_ORD },
  { "varkappa", 0x03F0, CONFAB_MATH_ORD }, { "varnothing", 0x2205, CONFAB_MATH_ORD },
  { "varphi", 0x03C6, CONFAB_MATH_ORD }, { "varpi", 0x03D6, CONFAB_MATH_ORD },
  { "varpropto", 0x221D, CONFAB_MATH_REL }, { "varrho", 0x03F1, CONFAB_MATH_ORD },
  { "varsigma", 0x03C2, CONFAB_MATH_ORD }, { "vartheta", 0x03D1, CONFAB_MATH_ORD },
  { "vartriangleleft", 0x22B2, CONFAB_MATH_REL }, { "vartriangleright", 0x22B3, CONFAB_MATH_REL },
  { "vdash", 0x22A2, CONFAB_MATH_REL }, { "vdots", 0x22EE, CONFAB_MATH_ORD },
  { "vee", 0x2228, CONFAB_MATH_BIN }, { "veebar", 0x22BB, CONFAB_MATH_BIN },
  { "vert", 0x007C, CONFAB_MATH_ORD }, { "wedge", 0x2227, CONFAB_MATH_BIN },
  { "wp", 0x2118, CONFAB_MATH_ORD }, { "wr", 0x2240, CONFAB_MATH_BIN }, { "xi", 0x03BE, CONFAB_MATH_ORD },
  { "yen", 0x00A5, CONFAB_MATH_ORD }, { "zeta", 0x03B6, CONFAB_MATH_ORD },
};

/* By name. */
static const ConfabMathFunction functions[] = {
  { "Pr", "Pr", TRUE }, { "arccos", "arccos", FALSE }, { "arcctg", "arcctg", FALSE },
  { "arcosh", "arcosh", FALSE }, { "arcsin", "arcsin", FALSE }, { "arctan", "arctan", FALSE },
  { "arctg", "arctg", FALSE }, { "arg", "arg", FALSE }, { "argmax", "arg\u2009max", TRUE },
  { "argmin", "arg\u2009min", TRUE }, { "arsinh", "arsinh", FALSE }, { "artanh", "artanh", FALSE },
  { "ch", "ch", FALSE }, { "cos", "cos", FALSE }, { "cosh", "cosh", FALSE }, { "cot", "cot", FALSE },
  { "cotg", "cotg", FALSE }, { "coth", "coth", FALSE }, { "csc", "csc", FALSE }, { "csch", "csch", FALSE },
  { "ctg", "ctg", FALSE }, { "cth", "cth", FALSE }, { "deg", "deg", FALSE }, { "det", "det", TRUE },
  { "dim", "dim", FALSE }, { "exp", "exp", FALSE }, { "gcd", "gcd", TRUE }, { "hom", "hom", FALSE },
  { "inf", "inf", TRUE }, { "injlim", "inj\u2009lim", TRUE }, { "ker", "ker", FALSE }, { "lg", "lg", FALSE },
  { "lim", "lim", TRUE }, { "liminf", "lim\u2009inf", TRUE }, { "limsup", "lim\u2009sup", TRUE },
  { "ln", "ln", FALSE }, { "log", "log", FALSE }, { "max", "max", TRUE }, { "min", "min", TRUE },
  { "projlim", "proj\u2009lim", TRUE }, { "sec", "sec", FALSE }, { "sech", "sech", FALSE },
  { "sh", "sh", FALSE }, { "sin", "sin", FALSE }, { "sinh", "sinh", FALSE }, { "sup", "sup", TRUE },
  { "tan", "tan", FALSE }, { "tanh", "tanh", FALSE }, { "tg", "tg", FALSE }, { "th", "th", FALSE },
};

/* What is no letter and can be typed, with its class. */
static const struct { gunichar character, shown; ConfabMathClass klass; } typed[] = {
  { '+', '+', CONFAB_MATH_BIN },      { '-', 0x2212, CONFAB_MATH_BIN },   { '*', 0x2217, CONFAB_MATH_BIN },
  { '=', '=', CONFAB_MATH_REL },      { '<', '<', CONFAB_MATH_REL },      { '>', '>', CONFAB_MATH_REL },
  { ':', ':', CONFAB_MATH_REL },      { ',', ',', CONFAB_MATH_PUNCT },    { ';', ';', CONFAB_MATH_PUNCT },
  { '(', '(', CONFAB_MATH_OPEN },     { '[', '[', CONFAB_MATH_OPEN },     { ')', ')', CONFAB_MATH_CLOSE },
  { ']', ']', CONFAB_MATH_CLOSE },    { '!', '!', CONFAB_MATH_CLOSE },    { '?', '?', CONFAB_MATH_CLOSE },
  { '/', '/', CONFAB_MATH_ORD },      { '|', '|', CONFAB_MATH_ORD },      { '.', '.', CONFAB_MATH_ORD },
  { '"', 0x201D, CONFAB_MATH_ORD },   { '@', '@', CONFAB_MATH_ORD },      { '`', 0x2018, CONFAB_MATH_ORD },
  { 0xB7, 0x22C5, CONFAB_MATH_BIN },  { 0xAD, 0x2212, CONFAB_MATH_BIN },  { 0x2013, 0x2212, CONFAB_MATH_BIN },
};

static int
compare_symbol (const void *key,
                const void *element)
{
  return strcmp (key, ((const ConfabMathSymbol *) element)->name);
}

static int
compare_function (const void *key,
                  const void *element)
{
  return strcmp (key, ((const ConfabMathFunction *) element)->name);
}

/**
 * confab_math_symbols_find:
 * @name: of a command, without its backslash
 *
 * Returns: (transfer none) (nullable): the character it stands for
 */
const ConfabMathSymbol *
confab_math_symbols_find (const char *name)
{
  return bsearch (name, symbols, G_N_ELEMENTS (symbols), sizeof *symbols, compare_symbol);
}

/**
 * confab_math_symbols_find_function:
 * @name: of a command, without its backslash
 *
 * Returns: (transfer none) (nullable): the operator it stands for, which is written in words
 */
const ConfabMathFunction *
confab_math_symbols_find_function (const char *name)
{
  return bsearch (name, functions, G_N_ELEMENTS (functions), sizeof *functions, compare_function);
}

/**
 * confab_math_symbols_classify:
 * @character: as it was typed
 * @symbol: (out): what it is
 *
 * Returns: whether such a character can be typed into a formula
 */
gboolean
confab_math_symbols_classify (gunichar          character,
                              ConfabMathSymbol *symbol)
{
  *symbol = (ConfabMathSymbol) { .character = character, .klass = CONFAB_MATH_ORD };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    if (typed[i].character == character)
      {
        symbol->character = typed[i].shown;
        symbol->klass = typed[i].klass;
        return TRUE;
      }

  if (character < 0x80)
    return g_ascii_isalnum ((char) character);

  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    if (symbols[i].character == character)
      {
        *symbol = symbols[i];
        return TRUE;
      }

  return g_unichar_isgraph (character) && !g_unichar_ismark (character);
}
