/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-enum.h"
#include "confab-import-format.h"
#include "confab-json.h"

/* Readers of foreign conversations, and what they make of them in words. */

static gboolean
begin (ConfabConversation  *conversation,
       gpointer             user_data,
       GError             **error)
{
  return TRUE;
}

static gboolean
message (ConfabConversation  *conversation,
         ConfabMessage       *item,
         gpointer             user_data,
         GError             **error)
{
  GString *seen = user_data;
  const char *parent_id = confab_message_get_parent_id (item);

  /* What the ids are matters less than whose they are. */
  g_string_append_printf (seen, "%s%s", parent_id != NULL ? "+" : "", confab_enum_to_nick (CONFAB_TYPE_ROLE,
                          (int) confab_message_get_role (item)));
  if (confab_message_get_model (item) != NULL)
    g_string_append_printf (seen, "(%s)", confab_message_get_model (item));
  for (guint i = 0; i < confab_message_get_n_parts (item); i++)
    {
      ConfabPart *part = confab_message_get_part (item, i);
      GBytes *data = confab_part_get_data (part);

      g_string_append_printf (seen, " %s:%s", confab_enum_to_nick (CONFAB_TYPE_PART_KIND, (int) confab_part_get_kind (part)),
                              data != NULL ? confab_part_get_name (part) : confab_part_get_text (part));
    }
  g_string_append_c (seen, '|');
  return TRUE;
}

static gboolean
end (ConfabConversation  *conversation,
     gpointer             user_data,
     GError             **error)
{
  g_string_append_printf (user_data, "“%s”", confab_conversation_get_title (conversation));
  return TRUE;
}

static GBytes *
attachment (const char  *reference,
            char       **name,
            gpointer     user_data)
{
  if (!g_str_equal (reference, "file-1") && !g_str_equal (reference, "file_2"))
    return NULL;

  *name = g_strdup ("cat.png");
  return g_bytes_new ("\x89PNG\r\n\x1a\n", 8);
}

static void
issue (const char *title,
       const char *reason,
       gpointer    user_data)
{
  g_string_append_printf (user_data, "!%s!", reason);
}

static const ConfabImportSink sink = { begin, message, end, attachment, issue };

#define NODE(id, parent, children, message) \
  "\"" id "\":{\"id\":\"" id "\",\"parent\":" parent ",\"children\":[" children "],\"message\":" message "}"
#define SAYS(role, type, rest) \
  "{\"author\":{\"role\":\"" role "\"},\"create_time\":1700000000.5,\"content\":{\"content_type\":\"" type "\"," rest "}}"
#define USER(text) SAYS ("user", "text", "\"parts\":[\"" text "\"]")
#define MODEL(text) "{\"author\":{\"role\":\"assistant\"},\"metadata\":{\"model_slug\":\"gpt\"},\"content\":" \
  "{\"content_type\":\"text\",\"parts\":[\"" text "\"]}}"
#define CHATGPT(mapping, rest) "{\"title\":\"T\",\"id\":\"c\",\"create_time\":1700000000,\"mapping\":{" mapping "}" rest "}"

static const struct { const char *name, *input, *expected; } cases[] = {
  { "plain",
    CHATGPT (NODE ("r", "null", "\"a\"", "null") "," NODE ("a", "\"r\"", "\"b\"", USER ("Hi")) ","
             NODE ("b", "\"a\"", "", MODEL ("Hello")), ""),
    "user text:Hi|+assistant(gpt) text:Hello|“T”" },
  { "branches",
    CHATGPT (NODE ("r", "null", "\"a\"", "null") "," NODE ("a", "\"r\"", "\"b\",\"c\"", USER ("Hi")) ","
             NODE ("b", "\"a\"", "", MODEL ("One")) "," NODE ("c", "\"a\"", "", MODEL ("Two")), ""),
    "user text:Hi|+assistant(gpt) text:One|+assistant(gpt) text:Two|“T”" },
  { "one reply of many nodes",
    CHATGPT (NODE ("a", "null", "\"b\"", USER ("Hi")) ","
             NODE ("b", "\"a\"", "\"c\"", SAYS ("assistant", "thoughts",
                   "\"thoughts\":[{\"summary\":\"S\",\"content\":\"W\"}]")) ","
             NODE ("c", "\"b\"", "\"d\"", SAYS ("assistant", "code", "\"language\":\"python\",\"text\":\"1+1\"")) ","
             NODE ("d", "\"c\"", "\"e\"", SAYS ("tool", "execution_output", "\"text\":\"2\"")) ","
             NODE ("e", "\"d\"", "", MODEL ("It is 2.")), ""),
    "user text:Hi|+assistant(gpt) thinking:**S**\n\nW text:```python\n1+1\n``` text:```\n2\n``` text:It is 2.|“T”" },
  { "pictures",
    CHATGPT (NODE ("a", "null", "", SAYS ("user", "multimodal_text", "\"parts\":["
                   "{\"content_type\":\"image_asset_pointer\",\"asset_pointer\":\"file-service://file-1\"},"
                   "{\"content_type\":\"image_asset_pointer\",\"asset_pointer\":\"sediment://file_2#p\"},"
                   "{\"content_type\":\"image_asset_pointer\",\"asset_pointer\":\"sediment://file_3\"},\"See\"]")), ""),
    "!“file_3” is not in the export!user image:cat.png image:cat.png text:See|“T”" },
  { "hidden",
    CHATGPT (NODE ("s", "null", "\"a\"", SAYS ("system", "text", "\"parts\":[\"Be good\"]")) ","
             NODE ("a", "\"s\"", "", USER ("Hi")), ""), "user text:Hi|“T”" },
  { "circle",
    CHATGPT (NODE ("a", "\"b\"", "\"b\"", USER ("Hi")) "," NODE ("b", "\"a\"", "\"a\"", MODEL ("Hello")), ""),
    "!Messages that lead nowhere were left out!“T”" },
  { "itself",
    CHATGPT (NODE ("r", "null", "\"r\",\"a\",\"a\"", "null") "," NODE ("a", "\"r\"", "\"a\"", MODEL ("Hello")), ""),
    "assistant(gpt) text:Hello|“T”" },
  { "missing child",
    CHATGPT (NODE ("a", "null", "\"x\",7,null", USER ("Hi")), ""), "user text:Hi|“T”" },
  { "unknown kind",
    CHATGPT (NODE ("a", "null", "", SAYS ("assistant", "hologram", "\"parts\":[\"Hm\"]")), ""),
    "!Something of the kind “hologram” is not known, and only its text was taken!assistant text:Hm|“T”" },
  { "nonsense inside",
    CHATGPT ("\"a\":7,\"b\":null,\"c\":{\"message\":{\"content\":[]}}", ",\"title\":5"), "“”" },
  { "no id", "{\"mapping\":{}}", "!A conversation has no id!" },

  { "claude",
    "{\"uuid\":\"u\",\"name\":\"N\",\"created_at\":\"2025-01-02T03:04:05.678Z\",\"chat_messages\":["
    "{\"uuid\":\"1\",\"sender\":\"human\",\"text\":\"Hi\",\"content\":[]},"
    "{\"uuid\":\"2\",\"sender\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"W\"},"
    "{\"type\":\"text\",\"text\":\"Hello\"}]}]}",
    "user text:Hi|+assistant thinking:W text:Hello|“N”" },
  { "claude-branches",
    "{\"uuid\":\"u\",\"name\":\"N\",\"chat_messages\":["
    "{\"uuid\":\"1\",\"parent_message_uuid\":\"0\",\"sender\":\"human\",\"text\":\"A\"},"
    "{\"uuid\":\"2\",\"parent_message_uuid\":\"1\",\"sender\":\"assistant\",\"text\":\"B\"},"
    "{\"uuid\":\"3\",\"parent_message_uuid\":\"0\",\"sender\":\"human\",\"text\":\"C\"}]}",
    "user text:A|+assistant text:B|user text:C|“N”" },
  { "claude-tools",
    "{\"uuid\":\"u\",\"name\":\"N\",\"chat_messages\":[{\"sender\":\"assistant\",\"content\":["
    "{\"type\":\"tool_use\",\"name\":\"artifacts\",\"input\":{\"title\":\"F\",\"language\":\"c\",\"content\":\"x;\"}},"
    "{\"type\":\"tool_use\",\"name\":\"web_search\",\"input\":{}},{\"type\":\"tool_result\"}]}]}",
    "assistant text:**F**\n\n```c\nx;\n```|!What tools were asked and what they answered was left out!“N”" },
  { "claude-files",
    "{\"uuid\":\"u\",\"name\":\"N\",\"chat_messages\":[{\"sender\":\"human\",\"text\":\"See\","
    "\"attachments\":[{\"file_name\":\"a.txt\",\"extracted_content\":\"abc\"}],\"files\":[{\"file_name\":\"b.png\"}]}]}",
    "!“b.png” is not in the export!user document:a.txt text:See|“N”" },
  { "claude-nonsense", "{\"uuid\":\"u\",\"chat_messages\":[7,null,{},{\"content\":{}}]}", "“”" },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = confab_json_parse (cases[i].input, strlen (cases[i].input), &error);
      g_autoptr(GString) seen = g_string_new (NULL);
      JsonObject *object;

      g_test_message ("%s", cases[i].name);
      g_assert_no_error (error);
      object = confab_json_node_object (node);
      if (confab_import_is_chatgpt (object))
        g_assert_true (confab_import_chatgpt (object, &sink, seen, &error));
      else
        {
          g_assert_true (confab_import_is_claude (object));
          g_assert_true (confab_import_claude (object, &sink, seen, &error));
        }
      g_assert_cmpstr (seen->str, ==, cases[i].expected);
    }
}

static void
test_ids (void)
{
  g_autofree char *a = confab_import_dup_id ("chatgpt", "a", "b");
  g_autofree char *again = confab_import_dup_id ("chatgpt", "a", "b");
  g_autofree char *other = confab_import_dup_id ("chatgpt", "ab", "");
  g_autofree char *conversation = confab_import_dup_id ("chatgpt", "a", NULL);

  g_assert_true (g_uuid_string_is_valid (a));
  g_assert_cmpstr (a, ==, again);
  g_assert_cmpstr (a, !=, other);
  g_assert_cmpstr (a, !=, conversation);
  g_assert_cmpstr (other, !=, conversation);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/transfer/import-format/cases", test_cases);
  g_test_add_func ("/transfer/import-format/ids", test_ids);

  return g_test_run ();
}
