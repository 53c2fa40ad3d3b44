/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-ollama-models"

#include "config.h"

#include "confab-ollama-models.h"

#include <string.h>

#include "confab-json.h"
#include "confab-request-body.h"
#include "confab-wire-request-private.h"

/* How Ollama is asked which models it has, and told to fetch, drop and unload them. Pure. */

/* What people copy from the pages of the library: the command, or the address. */
static const char *const name_beginnings[] = {
  "ollama run ", "ollama pull ",
  "https://ollama.com/library/", "ollama.com/library/", "https://ollama.com/",
};

static const struct
{
  const char *page;
  const char *host;
} other_hosts[] = {
  { "https://huggingface.co/", "hf.co/" },
  { "https://hf.co/", "hf.co/" },
};

/* Words in the server's sentences that tell what a person can do. The first that is there counts. */
static const struct
{
  const char            *words;
  ConfabLocalModelError  code;
} refinements[] = {
  { "no space left", CONFAB_LOCAL_MODEL_ERROR_NO_SPACE },
  { "not enough space", CONFAB_LOCAL_MODEL_ERROR_NO_SPACE },
  { "not enough disk", CONFAB_LOCAL_MODEL_ERROR_NO_SPACE },
  { "disk quota exceeded", CONFAB_LOCAL_MODEL_ERROR_NO_SPACE },
  { "file does not exist", CONFAB_LOCAL_MODEL_ERROR_UNKNOWN },
  { "manifest unknown", CONFAB_LOCAL_MODEL_ERROR_UNKNOWN },
  { "invalid model name", CONFAB_LOCAL_MODEL_ERROR_UNKNOWN },
  { "invalid model path", CONFAB_LOCAL_MODEL_ERROR_UNKNOWN },
  { "requires a newer version", CONFAB_LOCAL_MODEL_ERROR_TOO_OLD },
  { "no such host", CONFAB_LOCAL_MODEL_ERROR_NO_LIBRARY },
  { "dial tcp", CONFAB_LOCAL_MODEL_ERROR_NO_LIBRARY },
  { "max retries exceeded", CONFAB_LOCAL_MODEL_ERROR_NO_LIBRARY },
  { "i/o timeout", CONFAB_LOCAL_MODEL_ERROR_NO_LIBRARY },
  { "tls handshake", CONFAB_LOCAL_MODEL_ERROR_NO_LIBRARY },
  { "connection reset", CONFAB_LOCAL_MODEL_ERROR_NO_LIBRARY },
};

/**
 * confab_ollama_model_free:
 * @self: (nullable) (transfer full): a model of a list
 */
void
confab_ollama_model_free (ConfabOllamaModel *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->parameter_size);
  g_free (self->quantization);
  g_free (self);
}

/**
 * confab_ollama_name_parse:
 * @text: what somebody typed or pasted
 * @error: return location; %CONFAB_LOCAL_MODEL_ERROR_BAD_NAME
 *
 * Takes a name, the command that fetches the model, or the address of its page.
 *
 * Returns: (transfer full) (nullable): the name alone
 */
char *
confab_ollama_name_parse (const char  *text,
                          GError     **error)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, CONFAB_LOCAL_MODEL_ERROR, CONFAB_LOCAL_MODEL_ERROR_BAD_NAME,
                           "The name is not text in UTF-8");
      return NULL;
    }

  name = g_strstrip (g_strdup (text));
  for (gsize i = 0; i < G_N_ELEMENTS (name_beginnings); i++)
    if (g_str_has_prefix (name, name_beginnings[i]))
      {
        g_autofree char *whole = g_steal_pointer (&name);

        name = g_strstrip (g_strdup (whole + strlen (name_beginnings[i])));
        break;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (other_hosts); i++)
    if (g_str_has_prefix (name, other_hosts[i].page))
      {
        g_autofree char *whole = g_steal_pointer (&name);

        name = g_strconcat (other_hosts[i].host, whole + strlen (other_hosts[i].page), NULL);
        break;
      }

  if (*name == '\0' || strlen (name) > CONFAB_OLLAMA_MAX_NAME_BYTES)
    {
      g_set_error_literal (error, CONFAB_LOCAL_MODEL_ERROR, CONFAB_LOCAL_MODEL_ERROR_BAD_NAME,
                           *name == '\0' ? "The name is empty" : "The name is too long");
      return NULL;
    }
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)) || !g_unichar_isprint (g_utf8_get_char (p)))
      {
        g_set_error_literal (error, CONFAB_LOCAL_MODEL_ERROR, CONFAB_LOCAL_MODEL_ERROR_BAD_NAME,
                             "The name has a space or an unprintable character in it");
        return NULL;
      }

  return g_steal_pointer (&name);
}

/**
 * confab_ollama_name_dup_key:
 * @name: a name
 *
 * A name without a tag means the tag `latest`, and case does not matter.
 *
 * Returns: (transfer full): the same text for all names of the same model
 */
char *
confab_ollama_name_dup_key (const char *name)
{
  const char *slash;

  g_return_val_if_fail (name != NULL, NULL);

  /* The host before it may have a colon too. */
  slash = strrchr (name, '/');
  if (strchr (slash != NULL ? slash : name, ':') != NULL)
    return g_ascii_strdown (name, -1);
  else
    {
      g_autofree char *lower = g_ascii_strdown (name, -1);

      return g_strconcat (lower, ":latest", NULL);
    }
}

/**
 * confab_ollama_models_encode_list:
 *
 * Returns: (transfer full): a request for the models there are
 */
ConfabWireRequest *
confab_ollama_models_encode_list (void)
{
  return confab_wire_request_new_get (g_strdup ("/api/tags"), NULL);
}

/**
 * confab_ollama_models_encode_loaded:
 *
 * Returns: (transfer full): a request for the models in memory
 */
ConfabWireRequest *
confab_ollama_models_encode_loaded (void)
{
  return confab_wire_request_new_get (g_strdup ("/api/ps"), NULL);
}

/**
 * confab_ollama_models_encode_pull:
 * @name: a model
 *
 * Returns: (transfer full): a request to fetch it, answered as a stream for a [struct@OllamaPull]
 */
ConfabWireRequest *
confab_ollama_models_encode_pull (const char *name)
{
  g_autoptr(ConfabRequestBody) body = confab_request_body_new ();

  confab_request_body_set_string (body, "model", name);
  confab_request_body_set_boolean (body, "stream", TRUE);

  return confab_wire_request_new_post (g_strdup ("/api/pull"), NULL,
                                       confab_request_body_finish (g_steal_pointer (&body)));
}

/**
 * confab_ollama_models_encode_delete:
 * @name: a model
 *
 * Returns: (transfer full): a request to delete it from the disk
 */
ConfabWireRequest *
confab_ollama_models_encode_delete (const char *name)
{
  g_autoptr(ConfabRequestBody) body = confab_request_body_new ();
  ConfabWireRequest *request;

  confab_request_body_set_string (body, "model", name);
  request = confab_wire_request_new_post (g_strdup ("/api/delete"), NULL,
                                          confab_request_body_finish (g_steal_pointer (&body)));
  request->method = "DELETE";

  return request;
}

/**
 * confab_ollama_models_encode_unload:
 * @name: a model
 *
 * Returns: (transfer full): a request to take it out of the memory
 */
ConfabWireRequest *
confab_ollama_models_encode_unload (const char *name)
{
  g_autoptr(ConfabRequestBody) body = confab_request_body_new ();

  /* There is no call for it: a question without messages that is kept for no time. */
  confab_request_body_set_string (body, "model", name);
  confab_request_body_take_json (body, "messages", g_strdup ("[]"));
  confab_request_body_set_int (body, "keep_alive", 0);
  confab_request_body_set_boolean (body, "stream", FALSE);

  return confab_wire_request_new_post (g_strdup ("/api/chat"), NULL,
                                       confab_request_body_finish (g_steal_pointer (&body)));
}

static gint64
parse_time (const char *text)
{
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  /* What stays for good is given a time centuries away, and one that is being unloaded none. */
  return time != NULL && g_date_time_to_unix (time) > 0
         ? g_date_time_to_unix (time) * G_USEC_PER_SEC : -1;
}

static ConfabOllamaModel *
read_model (JsonObject *entry)
{
  JsonObject *details = confab_json_get_object (entry, "details");
  const char *name = confab_json_get_text (entry, "model");
  ConfabOllamaModel *self;

  if (name == NULL || *name == '\0')
    name = confab_json_get_text (entry, "name");
  if (name == NULL || *name == '\0' || strlen (name) > CONFAB_OLLAMA_MAX_NAME_BYTES)
    return NULL;

  self = g_new0 (ConfabOllamaModel, 1);
  self->name = g_strdup (name);
  self->parameter_size = g_strdup (confab_json_get_text (details, "parameter_size"));
  self->quantization = g_strdup (confab_json_get_text (details, "quantization_level"));
  self->size_bytes = MAX (confab_json_get_int (entry, "size", -1), -1);
  self->loaded_until_us = parse_time (confab_json_get_string (entry, "expires_at"));
  self->remote = confab_json_get_text (entry, "remote_host") != NULL;

  return self;
}

/**
 * confab_ollama_models_decode:
 * @body: the answer to a request for the models there are, or for those in memory
 * @error: return location; %CONFAB_WIRE_ERROR_MALFORMED, %CONFAB_WIRE_ERROR_TOO_LARGE or
 *   %CONFAB_WIRE_ERROR_TOO_DEEP
 *
 * Reads a list. Entries without a name are left out, and so is what is beyond
 * %CONFAB_OLLAMA_MAX_MODELS.
 *
 * Returns: (transfer full) (element-type ConfabOllamaModel) (nullable): the models
 */
GPtrArray *
confab_ollama_models_decode (GBytes  *body,
                             GError **error)
{
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GPtrArray) models = NULL;
  JsonObject *object;
  JsonArray *array;
  const char *text;
  gsize length;

  g_return_val_if_fail (body != NULL, NULL);

  text = g_bytes_get_data (body, &length);
  if (length > CONFAB_OLLAMA_MAX_LIST_BYTES)
    {
      g_set_error_literal (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_TOO_LARGE, "The list of models is too long");
      return NULL;
    }
  root = confab_json_parse (text != NULL ? text : "", length, error);
  if (root == NULL)
    return NULL;

  /* A server without models says `null`. */
  object = confab_json_node_object (root);
  array = confab_json_get_array (object, "models");
  if (array == NULL && (object == NULL || !json_object_has_member (object, "models") ||
                        confab_json_get_node (object, "models") != NULL))
    {
      g_set_error_literal (error, CONFAB_WIRE_ERROR, CONFAB_WIRE_ERROR_MALFORMED, "There is no list of models");
      return NULL;
    }

  models = g_ptr_array_new_with_free_func ((GDestroyNotify) confab_ollama_model_free);
  for (guint i = 0; i < MIN (confab_json_array_length (array), CONFAB_OLLAMA_MAX_MODELS); i++)
    {
      ConfabOllamaModel *model = read_model (confab_json_array_object (array, i));

      if (model != NULL)
        g_ptr_array_add (models, model);
    }

  return g_steal_pointer (&models);
}

/**
 * confab_ollama_models_refine_error:
 * @error: (transfer full): what the server reports
 *
 * Tells failures that a person can do something about from others.
 *
 * Returns: (transfer full): an error of %CONFAB_LOCAL_MODEL_ERROR if the server's sentence is one that
 *   is known, otherwise @error
 */
GError *
confab_ollama_models_refine_error (GError *error)
{
  g_autofree char *lower = NULL;

  g_return_val_if_fail (error != NULL, NULL);

  lower = g_ascii_strdown (error->message, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (refinements); i++)
    if (strstr (lower, refinements[i].words) != NULL)
      {
        GError *refined = g_error_new_literal (CONFAB_LOCAL_MODEL_ERROR, (int) refinements[i].code, error->message);

        g_error_free (error);
        return refined;
      }

  return error;
}
