/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-json.h"
#include "confab-tool-schema.h"

#include <string.h>

/* In all texts ' stands for ". */
static const struct { const char *name, *schema, *expected; } cases[] = {
  { "what is simple stays",
    "{'type':'object','properties':{'b':{'type':'integer','minimum':1},'a':{'type':'string','description':'d'}},"
    "'required':['b']}",
    "{'type':'object','properties':{'b':{'minimum':1,'type':'integer'},'a':{'description':'d','type':'string'}},"
    "'required':['b']}" },
  { "what is not known goes, at any depth",
    "{'$schema':'x','$id':'y','type':'object','additionalProperties':false,'properties':{'a':{'type':'array',"
    "'uniqueItems':true,'items':{'type':'number','exclusiveMinimum':0,'multipleOf':2,'default':4,'examples':[2]}}}}",
    "{'type':'object','properties':{'a':{'type':'array','items':{'type':'number'}}}}" },
  { "types and null",
    "{'type':'object','properties':{'a':{'type':['string','null']},'b':{'type':['string','integer']},"
    "'c':{'anyOf':[{'type':'integer'},{'type':'null'}],'description':'d'},"
    "'d':{'oneOf':[{'type':'string'},{'type':'boolean'},{'type':'null'}]}}}",
    "{'type':'object','properties':{'a':{'nullable':true,'type':'string'},"
    "'b':{'anyOf':[{'type':'integer'},{'type':'string'}]},"
    "'c':{'description':'d','nullable':true,'type':'integer'},"
    "'d':{'nullable':true,'anyOf':[{'type':'string'},{'type':'boolean'}]}}}" },
  { "choices",
    "{'type':'object','properties':{'a':{'const':'x'},'b':{'enum':['x','y']},'c':{'type':'integer','enum':[1,2]},"
    "'d':{'type':'integer','const':3}}}",
    "{'type':'object','properties':{'a':{'type':'string','enum':['x']},'b':{'type':'string','enum':['x','y']},"
    "'c':{'type':'integer'},'d':{'type':'integer'}}}" },
  { "formats",
    "{'type':'object','properties':{'a':{'type':'string','format':'uri'},'b':{'type':'string','format':'date-time'}}}",
    "{'type':'object','properties':{'a':{'type':'string'},'b':{'type':'string','format':'date-time'}}}" },
  { "references",
    "{'type':'object','properties':{'a':{'$ref':'#/$defs/A','description':'mine'},'b':{'$ref':'#/definitions/B'},"
    "'c':{'$ref':'elsewhere'}},"
    "'$defs':{'A':{'type':'object','description':'its','properties':{'x':{'$ref':'#/definitions/B'}},"
    "'required':['x']}},"
    "'definitions':{'B':{'type':['integer','null']}}}",
    "{'type':'object','properties':{'a':{'description':'mine','type':'object',"
    "'properties':{'x':{'nullable':true,'type':'integer'}},'required':['x']},"
    "'b':{'nullable':true,'type':'integer'},'c':{}}}" },
  { "all of several",
    "{'allOf':[{'type':'object','properties':{'a':{'type':'string'}},'required':['a']},"
    "{'properties':{'b':{'type':'string'}},'required':['b','z']}]}",
    "{'type':'object','properties':{'a':{'type':'string'},'b':{'type':'string'}},'required':['a','b']}" },
  { "alternatives by reference and among all",
    "{'type':'object','properties':{'a':{'$ref':'#/$defs/A'},'b':{'allOf':[{'$ref':'#/$defs/A'},{'title':'T'}]}},"
    "'$defs':{'A':{'anyOf':[{'type':'string'},{'type':'array','items':{'type':'integer'}}]}}}",
    "{'type':'object','properties':{'a':{'anyOf':[{'type':'string'},{'type':'array','items':{'type':'integer'}}]},"
    "'b':{'title':'T','anyOf':[{'type':'string'},{'type':'array','items':{'type':'integer'}}]}}}" },
  { "a property may be called as a keyword is",
    "{'type':'object','properties':{'const':{'type':'string'},'$ref':{'type':'string'}}}",
    "{'type':'object','properties':{'const':{'type':'string'},'$ref':{'type':'string'}}}" },
  { "nothing", "{}", "{'type':'object','properties':{}}" },
  { "no object", "[1]", "{'type':'object','properties':{}}" },
  { "no JSON", "{", "{'type':'object','properties':{}}" },
  { "wrong types",
    "{'type':5,'properties':[1],'required':'a','enum':{},'anyOf':[1,null],'items':7,'$ref':1}",
    "{'type':'object','properties':{}}" },
};

static JsonNode *
parse (const char *text)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr(GError) error = NULL;
  JsonNode *node = confab_json_parse (json, strlen (json), &error);

  g_assert_no_error (error);

  return node;
}

static void
test_simplify (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *schema = g_strdelimit (g_strdup (cases[i].schema), "'", '"');
      g_autofree char *simple = confab_tool_schema_simplify (schema);
      g_autofree char *again = confab_tool_schema_simplify (simple);
      g_autoptr(JsonNode) expected = parse (cases[i].expected);
      g_autoptr(JsonNode) found = parse (simple);
      g_autoptr(JsonNode) found_again = parse (again);

      g_test_message ("%s: %s", cases[i].name, simple);
      g_assert_true (json_node_equal (found, expected));

      /* What is simple is not changed any more. */
      g_assert_true (json_node_equal (found_again, expected));
    }
}

/* A schema that refers to itself has an end, and one that doubles with each reference a bound. */
static void
test_bounds (void)
{
  g_autofree char *endless = confab_tool_schema_simplify (
    "{\"type\":\"object\",\"properties\":{\"child\":{\"$ref\":\"#\"},\"self\":{\"$ref\":\"#/properties/self\"}}}");
  GString *doubling = g_string_new ("{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/d0\"}},\"$defs\":{");
  g_autofree char *doubled = NULL;
  g_autoptr(JsonNode) parsed = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (strstr (endless, "\"child\":{\"type\":\"object\",\"properties\":{\"child\":"));
  g_assert_cmpuint (strlen (endless), <, 100000);
  parsed = confab_json_parse (endless, strlen (endless), &error);
  g_assert_no_error (error);

  for (guint i = 0; i < 20; i++)
    g_string_append_printf (doubling, "\"d%u\":{\"properties\":{\"a\":{\"$ref\":\"#/$defs/d%u\"},"
                            "\"b\":{\"$ref\":\"#/$defs/d%u\"},\"c\":{\"$ref\":\"#/$defs/d%u\"}}},",
                            i, i + 1, i + 1, i + 1);
  g_string_append (doubling, "\"d20\":{\"type\":\"string\"}}}");
  doubled = confab_tool_schema_simplify (doubling->str);
  g_assert_cmpuint (strlen (doubled), <, 1000000);
  g_string_free (doubling, TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/tool-schema/simplify", test_simplify);
  g_test_add_func ("/wire/tool-schema/bounds", test_bounds);

  return g_test_run ();
}
