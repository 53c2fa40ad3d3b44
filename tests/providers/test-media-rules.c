/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "confab-catalogue.h"
#include "confab-media-rules.h"

static ConfabCatalogue *catalogue;

#define FITS (-1)

static ConfabPart *
new_part (ConfabPartKind  kind,
          const char     *mime_type,
          gsize           size)
{
  g_autofree char *data = g_malloc0 (MAX (size, 1));
  g_autoptr(GBytes) bytes = g_bytes_new_take (g_steal_pointer (&data), size);

  return confab_part_new_data (kind, "a.file", mime_type, bytes);
}

static void
test_parts (void)
{
  const ConfabPartKind image = CONFAB_PART_IMAGE, file = CONFAB_PART_DOCUMENT;
  const struct
  {
    const char         *type, *model;
    ConfabModelAbility  abilities;
    ConfabPartKind      kind;
    const char         *mime_type;
    gsize               size;
    int                 code;
    gint64              limit;
  } cases[] = {
    { "anthropic", "claude-sonnet-5", 0, image, "image/png", 7864320, FITS, -1 },
    { "anthropic", "claude-sonnet-5", 0, image, "image/png", 7864321, CONFAB_MEDIA_ERROR_TOO_LARGE, 7864320 },
    { "anthropic", "claude-sonnet-5", 0, image, "image/tiff", 9, CONFAB_MEDIA_ERROR_IMAGE_TYPE, -1 },
    { "anthropic", "claude-sonnet-5", 0, image, NULL, 9, CONFAB_MEDIA_ERROR_IMAGE_TYPE, -1 },
    { "anthropic", "claude-sonnet-5", 0, image, "image/png", 0, CONFAB_MEDIA_ERROR_EMPTY, -1 },
    { "anthropic", "claude-sonnet-5", 0, file, "application/pdf", 9000000, FITS, -1 },
    { "anthropic", "claude-sonnet-5", 0, file, "application/zip", 9, CONFAB_MEDIA_ERROR_FILE_TYPE, -1 },
    { "anthropic", "claude-sonnet-5", 0, file, "text/x-python", 9, FITS, -1 },
    { "anthropic", "claude-sonnet-5", 0, file, "application/json", 90000000, FITS, -1 },
    { "anthropic", "claude-sonnet-5", 0, file, "text/plain", 0, CONFAB_MEDIA_ERROR_EMPTY, -1 },
    { "openai", "gpt-4o", 0, image, "image/gif", 9, FITS, -1 },
    { "openai", "gpt-4o", 0, file, "application/pdf", 9, FITS, -1 },
    { "openai", "gpt-3.5-turbo", 0, image, "image/png", 9, CONFAB_MEDIA_ERROR_NO_IMAGES, -1 },
    { "google", "gemini-3.5-flash", 0, image, "image/heic", 9, FITS, -1 },
    { "google", "gemini-3.5-flash", 0, image, "image/gif", 9, CONFAB_MEDIA_ERROR_IMAGE_TYPE, -1 },
    { "google", "gemini-3.5-flash", 0, file, "application/pdf", 9, FITS, -1 },
    { "ollama", "llama3.1", 0, file, "application/pdf", 9, CONFAB_MEDIA_ERROR_FILE_TYPE, -1 },
    { "ollama", "llama3.1", 0, file, "text/csv", 9, FITS, -1 },
    { "ollama", "llama3.1", 0, image, "image/png", 9, FITS, -1 },
    { "ollama", "llama3.1", CONFAB_MODEL_ABILITY_NO_VISION, image, "image/png", 9, CONFAB_MEDIA_ERROR_NO_IMAGES, -1 },
    { "groq", "openai/gpt-oss-120b", 0, image, "image/png", 9, CONFAB_MEDIA_ERROR_NO_IMAGES, -1 },
    { "groq", "meta-llama/llama-4-scout", 0, image, "image/png", 3145729, CONFAB_MEDIA_ERROR_TOO_LARGE, 3145728 },
    { "groq", "meta-llama/llama-4-scout", 0, file, "application/pdf", 9, CONFAB_MEDIA_ERROR_FILE_TYPE, -1 },
    { "xai", "grok-4.6", 0, image, "image/webp", 9, CONFAB_MEDIA_ERROR_IMAGE_TYPE, -1 },
    { "openrouter", "a/b", CONFAB_MODEL_ABILITY_NO_VISION, image, "image/png", 9, CONFAB_MEDIA_ERROR_NO_IMAGES, -1 },
    /* What the provider says of its model counts more than what is believed of its name. */
    { "vllm", "gpt-oss-vision", CONFAB_MODEL_ABILITY_VISION, image, "image/png", 9, FITS, -1 },
    { "vllm", "x", CONFAB_MODEL_ABILITY_VISION | CONFAB_MODEL_ABILITY_NO_VISION, image, "image/png", 9, FITS, -1 },
    { "custom", "anything", 0, file, "application/pdf", 900000000, FITS, -1 },
    { "custom", "anything", 0, CONFAB_PART_TEXT, NULL, 0, FITS, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const gsize size = cases[i].size > 100000000 ? 100000000 : cases[i].size;
      g_autoptr(ConfabModelInfo) model = confab_model_info_new (cases[i].model, NULL);
      g_autoptr(ConfabPart) part = new_part (cases[i].kind, cases[i].mime_type, size);
      g_autoptr(GError) error = NULL;

      g_test_message ("%" G_GSIZE_FORMAT ": %s, %s, %s", i, cases[i].type, cases[i].model, cases[i].mime_type);
      confab_model_info_set_abilities (model, cases[i].abilities);
      g_assert_cmpint (confab_media_check_part (confab_catalogue_lookup (catalogue, cases[i].type), model, part, &error),
                       ==, cases[i].code == FITS);
      if (cases[i].code == FITS)
        {
          g_assert_no_error (error);
          continue;
        }

      g_assert_error (error, CONFAB_MEDIA_ERROR, cases[i].code);
      g_assert_cmpint (confab_media_error_get_limit (error), ==, cases[i].limit);
      if (cases[i].code == CONFAB_MEDIA_ERROR_TOO_LARGE)
        {
          g_assert_cmpint (confab_media_error_get_found (error), ==, cases[i].size);
          g_assert_cmpstr (confab_media_error_get_subject (error), ==, "a.file");
        }
    }
}

static ConfabMessage *
new_message (ConfabRole  role,
             guint       n_images,
             gsize       size)
{
  ConfabMessage *message = confab_message_new (role);

  for (guint i = 0; i < n_images; i++)
    {
      g_autoptr(ConfabPart) result = confab_part_new_tool_result ("c", "f", "r", FALSE);
      g_autoptr(ConfabPart) part = new_part (CONFAB_PART_IMAGE, "image/png", size);

      if (role == CONFAB_ROLE_TOOL)
        confab_message_append_part (message, result);
      confab_message_append_part (message, part);
    }

  return message;
}

static void
test_together (void)
{
  static const struct { guint n_messages, n_images; gsize size; int code; } cases[] = {
    { 1, 5, 9, FITS },
    { 5, 1, 9, FITS },
    { 1, 6, 9, CONFAB_MEDIA_ERROR_TOO_MANY },
    { 2, 3, 9, CONFAB_MEDIA_ERROR_TOO_MANY },
  };
  g_autoptr(ConfabModelInfo) model = confab_model_info_new ("m", NULL);
  g_autoptr(GPtrArray) large = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError) too_large = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr(GError) error = NULL;

      for (guint j = 0; j < cases[i].n_messages; j++)
        g_ptr_array_add (messages, new_message (CONFAB_ROLE_USER, cases[i].n_images, cases[i].size));

      /* Pictures in replies and of tools are not the person's. */
      g_ptr_array_add (messages, new_message (CONFAB_ROLE_ASSISTANT, 9, 9));
      g_ptr_array_add (messages, new_message (CONFAB_ROLE_TOOL, 9, 9));

      g_assert_cmpint (confab_media_check_messages (confab_catalogue_lookup (catalogue, "groq"), model, messages,
                                                    &error), ==, cases[i].code == FITS);
      if (cases[i].code != FITS)
        {
          g_assert_error (error, CONFAB_MEDIA_ERROR, cases[i].code);
          g_assert_cmpint (confab_media_error_get_found (error), ==, 6);
          g_assert_cmpint (confab_media_error_get_limit (error), ==, 5);
        }
    }

  for (guint i = 0; i < 4; i++)
    g_ptr_array_add (large, new_message (CONFAB_ROLE_USER, 1, 7000000));
  g_assert_false (confab_media_check_messages (confab_catalogue_lookup (catalogue, "anthropic"), model, large,
                                               &too_large));
  g_assert_error (too_large, CONFAB_MEDIA_ERROR, CONFAB_MEDIA_ERROR_TOO_LARGE_TOGETHER);
  g_assert_cmpint (confab_media_error_get_found (too_large), ==, 28000000);
  g_ptr_array_set_size (large, 3);
  g_assert_true (confab_media_check_messages (confab_catalogue_lookup (catalogue, "anthropic"), model, large, NULL));
}

/* What each part of a tool's message has become. */
static char *
outline (ConfabMessage *message)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < confab_message_get_n_parts (message); i++)
    switch (confab_part_get_kind (confab_message_get_part (message, i)))
      {
      case CONFAB_PART_TOOL_RESULT:
        g_string_append_c (text, 'r');
        break;

      case CONFAB_PART_IMAGE:
        g_string_append_c (text, 'i');
        break;

      case CONFAB_PART_TEXT:
        g_string_append_c (text, 't');
        break;

      case CONFAB_PART_THINKING:
      case CONFAB_PART_REFUSAL:
      case CONFAB_PART_TOOL_CALL:
      case CONFAB_PART_DOCUMENT:
      case CONFAB_PART_OPAQUE:
      default:
        g_string_append_c (text, '?');
        break;
      }

  return g_string_free (text, FALSE);
}

/* What is too much of what tools returned is told, the oldest first; the newest is what matters. */
static void
test_results (void)
{
  static const struct { const char *type; ConfabModelAbility abilities; const char *older, *newer; } cases[] = {
    { "anthropic", 0, "ririri", "ririri" },
    { "groq", 0, "rtrtri", "ririri" },
    { "openrouter", CONFAB_MODEL_ABILITY_NO_VISION, "rtrtrt", "rtrtrt" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ConfabProviderType *type = confab_catalogue_lookup (catalogue, cases[i].type);
      g_autoptr(ConfabModelInfo) model = confab_model_info_new ("m", NULL);
      g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr(GPtrArray) told = NULL;
      g_autofree char *older = NULL;
      g_autofree char *newer = NULL;
      g_autofree char *original = NULL;

      g_test_message ("%s", cases[i].type);
      confab_model_info_set_abilities (model, cases[i].abilities);
      g_ptr_array_add (messages, new_message (CONFAB_ROLE_USER, i == 2 ? 0 : 1, 9));
      g_ptr_array_add (messages, new_message (CONFAB_ROLE_TOOL, 3, 9));
      g_ptr_array_add (messages, new_message (CONFAB_ROLE_ASSISTANT, 0, 0));
      g_ptr_array_add (messages, new_message (CONFAB_ROLE_TOOL, 3, 9));

      told = confab_media_describe_results (type, model, messages);
      g_assert_cmpuint (told->len, ==, 4);
      g_assert_true (told->pdata[0] == messages->pdata[0]);
      g_assert_true (told->pdata[2] == messages->pdata[2]);
      older = outline (told->pdata[1]);
      newer = outline (told->pdata[3]);
      original = outline (messages->pdata[1]);
      g_assert_cmpstr (older, ==, cases[i].older);
      g_assert_cmpstr (newer, ==, cases[i].newer);
      g_assert_cmpstr (original, ==, "ririri");
      if (strchr (older, 't') != NULL)
        {
          const char *text = confab_part_get_text (confab_message_get_part (told->pdata[1], 1));

          g_test_message ("%s", text);
          g_assert_nonnull (strstr (text, "image/png a.file, 9 bytes, cannot be shown here"));
        }
    }
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);

  catalogue = confab_catalogue_new_builtin ();
  g_test_add_func ("/providers/media-rules/parts", test_parts);
  g_test_add_func ("/providers/media-rules/together", test_together);
  g_test_add_func ("/providers/media-rules/results", test_results);

  status = g_test_run ();
  g_assert_finalize_object (catalogue);
  return status;
}
