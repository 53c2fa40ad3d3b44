/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a formula is read as, in tables. */

#include "config.h"

#include "confab-math.h"

#include <json-glib/json-glib.h>
#include <string.h>

static void append_node (GString              *outline,
                         const ConfabMathNode *node);

static void
append_character (GString  *outline,
                  gunichar  character)
{
  if (character == 0)
    g_string_append_c (outline, '.');
  else
    g_string_append_unichar (outline, character);
}

static void
append_children (GString              *outline,
                 const ConfabMathNode *node)
{
  for (guint i = 0; i < node->children->len; i++)
    {
      if (i > 0)
        g_string_append_c (outline, ' ');
      if (g_ptr_array_index (node->children, i) == NULL)
        g_string_append_c (outline, '-');
      else
        append_node (outline, g_ptr_array_index (node->children, i));
    }
}

static void
append_table (GString              *outline,
              const ConfabMathNode *node)
{
  static const char * const styles[] = { "array", "cases", "small", "stack", "aligned", "gathered" };
  const guint n_columns = node->columns->len - 1;

  g_string_append_printf (outline, "%s:", styles[node->table_style]);
  for (guint i = 0; i <= n_columns; i++)
    {
      const ConfabMathColumn *column = &g_array_index (node->columns, ConfabMathColumn, i);

      for (guint j = 0; j < column->n_lines; j++)
        g_string_append_c (outline, '|');
      if (i < n_columns)
        g_string_append_c (outline, column->align);
    }
  for (guint i = 0; i < node->children->len; i++)
    {
      const ConfabMathTableRow *row = &g_array_index (node->rows, ConfabMathTableRow, i / n_columns);

      g_string_append (outline, i % n_columns > 0 ? " & " : row->n_lines > 0 ? " // " : " / ");
      if (g_ptr_array_index (node->children, i) == NULL)
        g_string_append_c (outline, '-');
      else
        append_node (outline, g_ptr_array_index (node->children, i));
      if ((i + 1) % n_columns == 0 && row->tag != NULL)
        {
          g_string_append (outline, " # ");
          append_node (outline, row->tag);
        }
    }
  if (g_array_index (node->rows, ConfabMathTableRow, node->rows->len - 1).n_lines > 0)
    g_string_append (outline, " //");
}

/* Symbols stand for themselves, with their class where that is not the usual one for most; other
 * nodes are a name with what is in them in parentheses. */
static void
append_node (GString              *outline,
             const ConfabMathNode *node)
{
  static const char classes[] = "nobrxcpi";

  switch (node->kind)
    {
    case CONFAB_MATH_ROW:
      if (node->klass != CONFAB_MATH_ORD)
        g_string_append_printf (outline, "%c", classes[node->klass]);
      g_string_append_c (outline, '{');
      append_children (outline, node);
      g_string_append_c (outline, '}');
      return;

    case CONFAB_MATH_SYMBOL:
      append_character (outline, confab_math_alphabet_map (node->character, node->alphabet));
      if (node->klass != CONFAB_MATH_ORD)
        g_string_append_printf (outline, ":%c", classes[node->klass]);
      return;

    case CONFAB_MATH_TEXT:
      g_string_append_printf (outline, "\"%s\"", node->text);
      return;

    case CONFAB_MATH_SPACE:
      g_string_append_printf (outline, "~%.2f", node->width);
      return;

    case CONFAB_MATH_DELIMITER:
      g_string_append_printf (outline, "big%u:%c", node->size, classes[node->klass]);
      append_character (outline, node->character);
      return;

    default:
      break;
    }

  switch (node->kind)
    {
    case CONFAB_MATH_SCRIPTS: g_string_append (outline, node->limits == CONFAB_MATH_LIMITS_ALWAYS ? "limits(" : "scripts("); break;
    case CONFAB_MATH_FRACTION: g_string_append (outline, node->no_rule ? "binom(" : node->has_style ? "frac!(" : "frac("); break;
    case CONFAB_MATH_ROOT: g_string_append (outline, "root("); break;
    case CONFAB_MATH_FENCE: g_string_append (outline, "fence("); break;
    case CONFAB_MATH_TABLE: g_string_append (outline, "table("); break;
    case CONFAB_MATH_ACCENT: g_string_append_printf (outline, "accent%04X(", node->character); break;
    case CONFAB_MATH_LINE: g_string_append_printf (outline, "%s%X(", node->under ? "under" : "over", node->character); break;
    case CONFAB_MATH_STACK: g_string_append (outline, "stack("); break;
    case CONFAB_MATH_ARROW: g_string_append_printf (outline, "arrow%X(", node->character); break;
    case CONFAB_MATH_SIZED: g_string_append_printf (outline, "size%.1f(", node->width); break;
    case CONFAB_MATH_RULE: g_string_append_printf (outline, "rule(%.1f %.1f", node->width, node->height); break;
    case CONFAB_MATH_STYLED: g_string_append_printf (outline, "style%u(", (guint) node->style); break;
    case CONFAB_MATH_COLORED: g_string_append_printf (outline, "color %s(", node->text); break;
    case CONFAB_MATH_PHANTOM: g_string_append (outline, "phantom("); break;
    case CONFAB_MATH_BOXED: g_string_append (outline, "boxed("); break;
    case CONFAB_MATH_CANCELLED: g_string_append (outline, "cancel("); break;
    default: g_assert_not_reached ();
    }

  if (node->open != 0 || node->close != 0)
    {
      append_character (outline, node->open);
      append_character (outline, node->close);
      g_string_append_c (outline, ' ');
    }
  if (node->kind == CONFAB_MATH_TABLE)
    append_table (outline, node);
  else if (node->children != NULL)
    append_children (outline, node);
  if (node->base != NULL)
    append_node (outline, node->base);
  for (guint i = 0; i < node->primes; i++)
    g_string_append_c (outline, '\'');
  if (node->above != NULL)
    {
      g_string_append (outline, " ^");
      append_node (outline, node->above);
    }
  if (node->below != NULL)
    {
      g_string_append (outline, " _");
      append_node (outline, node->below);
    }
  g_string_append_c (outline, ')');
}

static const struct { const char *tex, *expected; } cases[] = {
  { "",                                  "{}" },
  { "  ",                                "{}" },
  { "x",                                 "{𝑥}" },
  { "h 1 A \\Gamma\\gamma",              "{ℎ 1 𝐴 Γ 𝛾}" },
  { "a+b-c*d",                           "{𝑎 +:b 𝑏 −:b 𝑐 ∗:b 𝑑}" },
  { "a<b, (c]!",                         "{𝑎 <:r 𝑏 ,:p (:x 𝑐 ]:c !:c}" },
  { "a % comment\n+ b",                  "{𝑎 +:b 𝑏}" },
  { "α≤∞é",                              "{𝛼 ≤:r ∞ é}" },

  { "x^2",                               "{scripts(𝑥 ^2)}" },
  { "x_1^{n+1}",                         "{scripts(𝑥 ^{𝑛 +:b 1} _1)}" },
  { "x^\\frac12",                        "{scripts(𝑥 ^frac( ^1 _2))}" },
  { "{}_a x",                            "{scripts({} _𝑎) 𝑥}" },
  { "^3",                                "{scripts({} ^3)}" },
  { "f''+f'^2_3",                        "{scripts(𝑓'') +:b scripts(𝑓' ^2 _3)}" },
  { "\\sum_i^n",                         "{scripts(∑:o ^𝑛 _𝑖)}" },
  { "\\int\\limits_0^1",                 "{limits(∫:o ^1 _0)}" },

  { "\\frac ab \\dfrac{a}{b}",           "{frac( ^𝑎 _𝑏) frac!( ^{𝑎} _{𝑏})}" },
  { "\\binom nk",                        "{binom(()  ^𝑛 _𝑘)}" },
  { "{a \\over b+c}",                    "{{frac( ^{𝑎} _{𝑏 +:b 𝑐})}}" },
  { "n \\choose k",                      "{binom(()  ^{𝑛} _{𝑘})}" },
  { "\\sqrt2 \\sqrt[n]{x}",              "{root(2) root({𝑥} ^{𝑛})}" },

  { "\\left( a \\middle| b \\right.",    "{fence((. {𝑎} big0:r| {𝑏})}" },
  { "\\left\\langle a \\right\\}",       "{fence(⟨} {𝑎})}" },
  { "\\left< \\right>",                  "{fence(⟨⟩ {})}" },
  { "\\bigl( \\Bigg| \\biggr\\rceil",    "{big1:x( big4:n| big3:c⌉}" },

  { "\\begin{pmatrix} a & b \\\\ c \\end{pmatrix}", "{fence(() table(array:cc / {𝑎} & {𝑏} / {𝑐} & -))}" },
  { "\\begin{matrix}1\\\\2\\\\\\end{matrix}", "{table(array:c / {1} / {2})}" },
  { "\\begin{array}{|l|cr}\\hline 1&2&3\\\\\\hline\\end{array}", "{table(array:|l|cr // {1} & {2} & {3} //)}" },
  { "\\begin{cases} 1 & x \\\\[2pt] 0 \\end{cases}", "{fence({. table(cases:ll / {1} & {𝑥} / {0} & -))}" },
  { "\\begin{align} a &= b \\tag{1} \\\\ c \\end{align}",
    "{table(aligned:rl / {𝑎} & {=:r 𝑏 ~0.00} # {\"(\" \"1\" \")\"} / {𝑐} & -)}" },
  { "\\begin{pmatrix*}[r] 1 \\end{pmatrix*}", "{fence(() table(array:r / {1}))}" },
  { "a \\\\ b",                          "table(gathered:c / {𝑎} / {𝑏})" },
  { "\\sum_{\\substack{a\\\\b}}",        "{scripts(∑:o _{table(stack:c / {𝑎} / {𝑏})})}" },

  { "\\hat a \\vec{x} \\bar\\imath",     "{accent0302(𝑎) accent20D7({𝑥}) accent0304(𝚤)}" },
  { "\\overline{ab} \\underbrace{x}_n",  "{over2D({𝑎 𝑏}) limits(under23DF({𝑥}) _𝑛)}" },
  { "\\overset{!}{=} \\stackrel ab \\underset c d", "{stack({=:r} ^{!:c}) stack(𝑏 ^𝑎) stack(𝑑 _𝑐)}" },
  { "\\xrightarrow[a]{b}",               "{arrow2192( ^{𝑏} _{𝑎})}" },

  { "\\text{if $x$ is  odd\\%}",         "{{\"if \" {𝑥} \" is odd%\"}}" },
  { "\\text{a \\textbf{b} c}",           "{{\"a \" {\"b\"} \" c\"}}" },
  { "\\mathbb R \\mathcal{L} \\mathfrak g \\mathbf x \\mathrm{d}", "{ℝ ℒ 𝔤 𝐱 d}" },
  { "\\mathrm{ab}c {\\bf d} e",          "{{a b} 𝑐 {𝐝} 𝑒}" },
  { "\\operatorname{a-b} \\sin",         "{o{{a - b}} \"sin\"}" },
  { "\\operatorname*{m}_x",              "{scripts(o{{m}} _𝑥)}" },
  { "a \\bmod b \\pmod n",               "{𝑎 {~0.28 \"mod\" ~0.28} 𝑏 {~0.70 (:x \"mod\" ~0.33 𝑛 ):c}}" },
  { "\\mathrel{a} \\mathop b",           "{r{{𝑎}} o{𝑏}}" },

  { "a\\,b\\quad c\\!d~e\\hspace{1em}",  "{𝑎 ~0.17 𝑏 ~1.00 𝑐 ~-0.17 𝑑 ~0.33 𝑒 ~1.00}" },
  { "a \\large b {\\tiny c} d",            "{𝑎 size1.2({𝑏 {size0.5({𝑐})} 𝑑})}" },
  { "\\rule{1em}{2em}",                  "{rule(1.0 2.0)}" },
  { "\\text{a \\it b}",                  "{{\"a \" \"b\"}}" },
  { "\\displaystyle a",                  "{style0({𝑎})}" },
  { "\\color{red} a \\textcolor{#00f}{b}", "{color red({𝑎 color #00f({𝑏})})}" },
  { "\\not= \\not\\in",                  "{≠:r ∉:r}" },
  { "\\dots,\\dots+",                    "{…:i ,:p ⋯:i +:b}" },
  { "\\boxed a \\cancel b \\phantom c",  "{boxed(𝑎) cancel(𝑏) phantom(𝑐)}" },
  { "\\{ \\} \\| \\%",                   "{{:x }:c ‖ %}" },
  { "\\label{eq:1} x \\nonumber",        "{~0.00 𝑥 ~0.00}" },
  { "|\\psi\\rangle \\ket\\psi",         "{| 𝜓 ⟩:c {|:x 𝜓 ⟩:c}}" },
};

static const struct { const char *tex; ConfabMathError code; } errors[] = {
  { "\\frobnicate",            CONFAB_MATH_ERROR_UNKNOWN },
  { "\\newcommand{\\a}{b}",    CONFAB_MATH_ERROR_UNKNOWN },
  { "\\begin{tikzpicture}\\end{tikzpicture}", CONFAB_MATH_ERROR_UNKNOWN },
  { "\\begin{array}{p}a\\end{array}", CONFAB_MATH_ERROR_UNKNOWN },
  { "#1",                      CONFAB_MATH_ERROR_UNKNOWN },
  { "a $ b",                   CONFAB_MATH_ERROR_UNKNOWN },
  { "\\not{abc}",              CONFAB_MATH_ERROR_UNKNOWN },
  { "\\left\\alpha x\\right)", CONFAB_MATH_ERROR_UNKNOWN },
  { "\\text{\\foo}",           CONFAB_MATH_ERROR_UNKNOWN },
  { "\xcc\x81",                CONFAB_MATH_ERROR_UNKNOWN },
  { "{",                       CONFAB_MATH_ERROR_SYNTAX },
  { "}",                       CONFAB_MATH_ERROR_SYNTAX },
  { "a & b",                   CONFAB_MATH_ERROR_SYNTAX },
  { "\\",                      CONFAB_MATH_ERROR_SYNTAX },
  { "x^",                      CONFAB_MATH_ERROR_SYNTAX },
  { "x^1^2",                   CONFAB_MATH_ERROR_SYNTAX },
  { "x^2'",                    CONFAB_MATH_ERROR_SYNTAX },
  { "x_1_2",                   CONFAB_MATH_ERROR_SYNTAX },
  { "\\frac{1}",               CONFAB_MATH_ERROR_SYNTAX },
  { "\\sqrt[3",                CONFAB_MATH_ERROR_SYNTAX },
  { "\\left( a",               CONFAB_MATH_ERROR_SYNTAX },
  { "\\left( a }",             CONFAB_MATH_ERROR_SYNTAX },
  { "a \\right)",              CONFAB_MATH_ERROR_SYNTAX },
  { "\\begin{matrix} a",       CONFAB_MATH_ERROR_SYNTAX },
  { "\\begin{matrix} a \\end{pmatrix}", CONFAB_MATH_ERROR_SYNTAX },
  { "\\begin{array}{c} a & b \\end{array}", CONFAB_MATH_ERROR_SYNTAX },
  { "\\begin{gather} a & b \\end{gather}", CONFAB_MATH_ERROR_SYNTAX },
  { "\\end{matrix}",           CONFAB_MATH_ERROR_SYNTAX },
  { "\\begin",                 CONFAB_MATH_ERROR_SYNTAX },
  { "\\text{a",                CONFAB_MATH_ERROR_SYNTAX },
  { "\\text{a $b}",            CONFAB_MATH_ERROR_SYNTAX },
  { "\\rule{1em}",             CONFAB_MATH_ERROR_SYNTAX },
  { "\\hspace{big}",           CONFAB_MATH_ERROR_SYNTAX },
  { "\\hspace{1e9em}",         CONFAB_MATH_ERROR_SYNTAX },
  { "\\tag{1} \\tag{2}",       CONFAB_MATH_ERROR_SYNTAX },
  { "\xff",                    CONFAB_MATH_ERROR_SYNTAX },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ConfabMathFormula) formula = confab_math_formula_parse (cases[i].tex, &error);
      g_autoptr(GString) outline = g_string_new (NULL);

      g_test_message ("%s", cases[i].tex);
      g_assert_no_error (error);
      append_node (outline, formula->root);
      g_assert_cmpstr (outline->str, ==, cases[i].expected);
    }
}

static void
test_errors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autofree char *name = g_strescape (errors[i].tex, NULL);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", name);
      g_assert_null (confab_math_formula_parse (errors[i].tex, &error));
      g_assert_error (error, CONFAB_MATH_ERROR, (int) errors[i].code);
    }
}

static void
test_tag (void)
{
  g_autoptr(ConfabMathFormula) formula = confab_math_formula_parse ("E = mc^2 \\tag{4}", NULL);
  g_autoptr(GString) outline = g_string_new (NULL);

  g_assert_nonnull (formula);
  append_node (outline, formula->tag);
  g_assert_cmpstr (outline->str, ==, "{\"(\" \"4\" \")\"}");
}

static char *
repeat (const char *text,
        guint       n)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (all, text);

  return g_string_free (all, FALSE);
}

static void
check_bound (const char *open,
             const char *middle,
             const char *close,
             guint       n,
             gboolean    is_good)
{
  g_autofree char *head = repeat (open, n);
  g_autofree char *tail = repeat (close, n);
  g_autofree char *tex = g_strconcat (head, middle, tail, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(ConfabMathFormula) formula = confab_math_formula_parse (tex, &error);

  g_test_message ("%u times %s", n, open);
  if (is_good)
    g_assert_no_error (error);
  else
    g_assert_error (error, CONFAB_MATH_ERROR, CONFAB_MATH_ERROR_TOO_LARGE);
}

/* Both sides of each bound. */
static void
test_bounds (void)
{
  check_bound ("{", "x", "}", CONFAB_MATH_MAX_DEPTH - 2, TRUE);
  check_bound ("{", "x", "}", CONFAB_MATH_MAX_DEPTH - 1, FALSE);
  check_bound ("{", "x", "}", 2000, FALSE);
  check_bound ("\\frac1", "x", "", 1000, FALSE);
  check_bound ("\\sqrt", "x", "", 1500, FALSE);
  check_bound ("\\displaystyle ", "x", "", 500, FALSE);
  check_bound ("\\left(", "x", "\\right)", 300, FALSE);
  check_bound ("\\begin{matrix}", "x", "\\end{matrix}", 200, FALSE);
  check_bound ("\\text{", "x", "}", 1000, FALSE);
  check_bound ("\\not", "=", "", 1000, FALSE);
  check_bound ("x^{", "y", "}", 1000, FALSE);
  /* A row and the table around it are two. */
  check_bound ("x", "", "", CONFAB_MATH_MAX_NODES - 2, TRUE);
  check_bound ("x", "", "", CONFAB_MATH_MAX_NODES - 1, FALSE);
  check_bound (" ", "x", "", CONFAB_MATH_MAX_LENGTH - 1, TRUE);
  check_bound (" ", "x", "", CONFAB_MATH_MAX_LENGTH, FALSE);
  check_bound ("&", "x", "", 100, FALSE);
}

/* Whatever a formula is cut to is a formula or an error, and cuts are what a fuzzer is best at. */
static void
test_prefixes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize j = 0; j <= strlen (cases[i].tex); j++)
      {
        g_autofree char *tex = g_strndup (cases[i].tex, j);
        g_autoptr(GError) error = NULL;
        g_autoptr(ConfabMathFormula) formula = confab_math_formula_parse (tex, &error);

        g_assert_true ((formula == NULL) == (error != NULL));
      }
}

/* The project's own formulas, or those in the file that CONFAB_MATH_CORPUS names. */
static void
test_corpus (void)
{
  const char *path = g_getenv ("CONFAB_MATH_CORPUS");
  g_autofree char *own = g_test_build_filename (G_TEST_DIST, "fixtures", "math", "formulas.json", NULL);
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GList) names = NULL;
  JsonObject *all;
  guint n_read = 0;

  json_parser_load_from_file (parser, path != NULL ? path : own, &error);
  g_assert_no_error (error);
  all = json_node_get_object (json_parser_get_root (parser));
  names = json_object_get_members (all);
  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonObject *object = json_object_get_object_member (all, l->data);
      g_autoptr(GError) why = NULL;
      g_autoptr(ConfabMathFormula) formula =
        confab_math_formula_parse (json_object_get_string_member (object, "tex"), &why);

      if (formula != NULL)
        n_read++;
      else
        g_test_message ("%s is shown as its source: %s", (const char *) l->data, why->message);
      /* Of the project's own, those that begin so are there for that. */
      if (path == NULL)
        g_assert_cmpint (formula == NULL, ==, g_str_has_prefix (l->data, "unknown-"));
    }
  g_test_message ("%u of %u typeset, %u shown as their source", n_read, g_list_length (names),
                  g_list_length (names) - n_read);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/math/formula/cases", test_cases);
  g_test_add_func ("/math/formula/errors", test_errors);
  g_test_add_func ("/math/formula/tag", test_tag);
  g_test_add_func ("/math/formula/bounds", test_bounds);
  g_test_add_func ("/math/formula/prefixes", test_prefixes);
  g_test_add_func ("/math/formula/corpus", test_corpus);

  return g_test_run ();
}
