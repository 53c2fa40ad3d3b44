/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-error-report"

#include "config.h"

#include "confab-error-report.h"

#include "confab-error-classify.h"
#include "confab-json.h"
#include "confab-rate-limit-headers.h"
#include "confab-retry-after.h"

#include <string.h>

/* How often an error is looked for within the sentence of another: a router passes on what a
 * gateway passed on. */
#define MAX_NESTING 3

/* The longest sentence in which another error is looked for, in bytes. */
#define MAX_NESTED_BYTES (64 * 1024)

/* The most headers that are repeated in a body. */
#define MAX_HEADERS 32

static void read_nested (ConfabErrorReport *self,
                         JsonNode          *node,
                         guint              depth);

static char *
dup_where (JsonArray *location)
{
  GString *where = g_string_new (NULL);

  for (guint i = 0; i < confab_json_array_length (location); i++)
    {
      g_autofree char *step = confab_json_node_dup_scalar (json_array_get_element (location, i));

      if (step != NULL)
        g_string_append_printf (where, "%s%s", where->len > 0 ? "." : "", step);
    }

  return g_string_free (where, FALSE);
}

/* A list of complaints about members of the request, with the place of each. */
static char *
dup_details (JsonArray *details)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < confab_json_array_length (details); i++)
    {
      JsonObject *detail = confab_json_array_object (details, i);
      const char *message = confab_json_get_text (detail, "msg");
      g_autofree char *where = NULL;

      if (message == NULL)
        message = confab_json_get_text (detail, "message");
      if (message == NULL)
        message = confab_json_node_string (json_array_get_element (details, i));
      if (message == NULL)
        continue;

      where = dup_where (confab_json_get_array (detail, "loc"));
      if (text->len > 0)
        g_string_append (text, "; ");
      if (*where != '\0')
        g_string_append_printf (text, "%s: ", where);
      g_string_append (text, message);
    }

  if (text->len == 0)
    return g_string_free (text, TRUE);

  return g_string_free (text, FALSE);
}

/* A sentence that is a string, or something with a sentence in it. */
static char *
dup_sentence (JsonNode *node)
{
  JsonObject *object = confab_json_node_object (node);
  const char *text = confab_json_node_string (node);
  char *sentence = NULL;

  if (node == NULL)
    return NULL;
  if (text != NULL)
    return *text != '\0' ? g_strdup (text) : NULL;

  sentence = dup_details (confab_json_node_array (node));
  if (sentence == NULL)
    sentence = dup_details (confab_json_get_array (object, "detail"));
  if (sentence == NULL && confab_json_get_text (object, "message") != NULL)
    sentence = g_strdup (confab_json_get_text (object, "message"));
  if (sentence == NULL && (object != NULL || confab_json_node_array (node) != NULL))
    sentence = confab_json_to_string (node);

  return sentence;
}

static char *
dup_named_sentence (JsonObject *object)
{
  static const char *const names[] = {
    "message", "Message", "msg", "detail", "error_message", "status_msg", "originalMessage",
  };
  char *sentence = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names) && sentence == NULL; i++)
    sentence = dup_sentence (confab_json_get_node (object, names[i]));
  if (sentence == NULL)
    sentence = dup_details (confab_json_get_array (object, "errors"));

  return sentence;
}

static char *
dup_message (JsonObject *root,
             JsonNode   *error)
{
  char *message = dup_named_sentence (confab_json_node_object (error));

  if (message == NULL)
    message = dup_sentence (confab_json_get_node (confab_json_node_object (error), "error"));
  if (message == NULL && confab_json_node_string (error) != NULL)
    message = dup_sentence (error);
  if (message == NULL)
    message = dup_named_sentence (root);
  if (message == NULL)
    message = dup_named_sentence (confab_json_get_object (root, "base_resp"));
  if (message == NULL)
    message = dup_sentence (error);

  return message;
}

/* What a program that has no word for it writes. */
static gboolean
says_nothing (const char *word)
{
  static const char *const words[] = { "", "error", "none", "null", "unknown" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (word, words[i]) == 0)
      return TRUE;

  return FALSE;
}

static void
take_word (char       **word,
           JsonObject  *object,
           const char  *name)
{
  g_autofree char *text = NULL;

  if (*word != NULL)
    return;

  text = confab_json_dup_scalar (object, name);
  if (text != NULL && !says_nothing (text))
    *word = g_steal_pointer (&text);
}

static void
take_http_status (ConfabErrorReport *self,
                  JsonObject        *object)
{
  static const char *const names[] = { "status", "code", "status_code", "originalStatusCode" };

  for (gsize i = 0; i < G_N_ELEMENTS (names) && self->http_status == 0; i++)
    {
      const gint64 number = confab_json_get_int (object, names[i], 0);

      if (number >= 400 && number <= 599)
        self->http_status = number;
    }
}

static void
take_wait (ConfabErrorReport *self,
           gint64             wait_ms)
{
  if (self->of_the_day)
    self->retry_ms = -1;
  else if (self->retry_ms < 0)
    self->retry_ms = wait_ms;
}

/* What Google puts beside its sentence: a reason that is narrower than the status, and a time. The
 * time is not meant for a quota of the day, which is told by its name alone. */
static void
read_google_details (ConfabErrorReport *self,
                     JsonArray         *details)
{
  gint64 wait_ms = -1;

  for (guint i = 0; i < confab_json_array_length (details); i++)
    {
      JsonObject *detail = confab_json_array_object (details, i);
      JsonArray *violations = confab_json_get_array (detail, "violations");

      take_word (&self->reason, detail, "reason");
      wait_ms = MAX (wait_ms, confab_retry_after_parse (confab_json_get_text (detail, "retryDelay"), 0));

      for (guint j = 0; j < confab_json_array_length (violations); j++)
        {
          const char *quota = confab_json_get_text (confab_json_array_object (violations, j), "quotaId");

          self->of_the_day |= quota != NULL && strstr (quota, "PerDay") != NULL;
        }
    }

  take_wait (self, wait_ms);
}

/* Headers of another answer that are repeated in this one. */
static void
read_headers (ConfabErrorReport *self,
              JsonObject        *object)
{
  g_autoptr(GPtrArray) headers = NULL;
  g_autoptr(GList) names = NULL;
  ConfabRateLimit limit;
  const gint64 now_us = g_get_real_time ();

  if (object == NULL)
    return;

  headers = g_ptr_array_new_with_free_func (g_free);
  names = json_object_get_members (object);
  for (GList *l = names; l != NULL && headers->len < 2 * MAX_HEADERS; l = l->next)
    {
      char *value = confab_json_dup_scalar (object, l->data);

      if (value == NULL)
        continue;
      g_ptr_array_add (headers, g_strdup (l->data));
      g_ptr_array_add (headers, value);
    }
  g_ptr_array_add (headers, NULL);

  if (confab_rate_limit_read_headers ((const char *const *) headers->pdata, now_us, &limit))
    take_wait (self, confab_rate_limit_get_wait_ms (&limit, now_us));
}

static void
read_words (ConfabErrorReport *self,
            JsonObject        *root,
            JsonObject        *error)
{
  JsonObject *metadata = confab_json_get_object (error, "metadata");

  take_http_status (self, error);
  take_word (&self->code, error, "code");
  take_word (&self->type, error, "type");
  take_word (&self->type, error, "__type");
  take_word (&self->status, error, "status");
  take_word (&self->code, error, "status_code");

  /* Narrower than all of these, where it is there. */
  read_google_details (self, confab_json_get_array (error, "details"));
  take_word (&self->reason, confab_json_get_object (error, "details"), "error_code");
  take_word (&self->reason, metadata, "error_type");
  take_word (&self->reason, confab_json_get_object (error, "innererror"), "code");

  take_http_status (self, root);
  take_word (&self->code, root, "code");
  take_word (&self->type, root, "error_type");
  if (error == NULL)
    {
      take_word (&self->type, root, "type");
      take_word (&self->type, root, "__type");
      take_word (&self->status, root, "status");
      take_word (&self->code, confab_json_get_object (root, "base_resp"), "status_code");
    }

  read_headers (self, confab_json_get_object (metadata, "headers"));
  for (guint i = 0; i < 3; i++)
    {
      JsonObject *const places[] = { error, metadata, root };
      const double seconds = confab_json_get_double (places[i], "retry_after", -1);

      if (seconds >= 0 && seconds < 1e9)
        take_wait (self, (gint64) (seconds * 1000));
    }
}

/* The type in Amazon's own spelling: `prefix#AccessDenied` or `AccessDenied:http://…`. */
static void
trim_type (char *type)
{
  char *hash = type != NULL ? strrchr (type, '#') : NULL;
  char *colon;

  if (hash != NULL)
    memmove (type, hash + 1, strlen (hash + 1) + 1);
  colon = type != NULL ? strstr (type, ":http") : NULL;
  if (colon != NULL)
    *colon = '\0';
}

static void
add_sentence (ConfabErrorReport *self,
              const char        *sentence)
{
  g_autofree char *old = NULL;

  if (self->message != NULL && strstr (self->message, sentence) != NULL)
    return;

  old = g_steal_pointer (&self->message);
  self->message = old != NULL && *old != '\0' ? g_strdup_printf ("%s: %s", old, sentence) : g_strdup (sentence);
}

/* Words that stand further in are the cause of what is told outside. */
static void
add_cause (ConfabErrorReport *self,
           JsonNode          *node,
           guint              depth)
{
  g_auto(ConfabErrorReport) cause = CONFAB_ERROR_REPORT_INIT;
  char **const words[] = { &cause.reason, &cause.code, &cause.type, &cause.status };

  read_nested (&cause, node, depth + 1);

  if (cause.message != NULL)
    add_sentence (self, cause.message);
  for (gsize i = 0; i < G_N_ELEMENTS (words) && self->reason == NULL; i++)
    self->reason = g_steal_pointer (words[i]);
  if (self->http_status == 0)
    self->http_status = cause.http_status;
  self->of_the_day |= cause.of_the_day;
  take_wait (self, cause.retry_ms);
}

/* What routers add of whom they asked: `metadata.raw` is that provider's own body. */
static void
read_raw (ConfabErrorReport *self,
          JsonNode          *raw,
          guint              depth)
{
  const char *text = confab_json_node_string (raw);
  g_autoptr(JsonNode) node = NULL;

  if (confab_json_node_object (raw) != NULL)
    {
      add_cause (self, raw, depth);
      return;
    }
  if (text == NULL || *text == '\0' || strlen (text) > MAX_NESTED_BYTES)
    return;

  node = confab_json_parse (text, strlen (text), NULL);
  if (confab_json_node_object (node) != NULL || confab_json_node_array (node) != NULL)
    add_cause (self, node, depth);
  else
    add_sentence (self, text);
}

/* A gateway may put the whole body of whom it asked into its sentence:
 * `AnthropicException - {"type":"error","error":{…}}. Received …`. */
static void
unwrap_message (ConfabErrorReport *self,
                guint              depth)
{
  const char *brace = self->message != NULL ? strchr (self->message, '{') : NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *sentence = NULL;
  gsize used = 0;
  gsize length;

  if (brace == NULL || strlen (brace) > MAX_NESTED_BYTES)
    return;

  node = confab_json_parse_next (brace, strlen (brace), &used, NULL);
  if (confab_json_node_object (node) == NULL)
    return;

  sentence = dup_message (confab_json_node_object (node),
                          confab_json_get_node (confab_json_node_object (node), "error"));
  if (sentence == NULL)
    return;

  /* What leads there is kept without the punctuation, and without the mark of Python's bytes. */
  length = brace - self->message;
  if (length >= 2 && strncmp (brace - 2, "b'", 2) == 0)
    length -= 2;
  while (length > 0 && strchr (" -:,'\"", self->message[length - 1]) != NULL)
    length--;
  self->message[length] = '\0';
  add_cause (self, node, depth);
}

static void
read_nested (ConfabErrorReport *self,
             JsonNode          *node,
             guint              depth)
{
  JsonObject *root = confab_json_node_object (node);
  JsonNode *error_node;
  JsonObject *error;

  /* One route of Google's wraps the whole answer in a list. */
  if (confab_json_node_array (node) != NULL)
    root = confab_json_array_object (confab_json_node_array (node), 0);

  if (root == NULL)
    {
      if (confab_json_node_string (node) != NULL)
        self->message = dup_sentence (node);
      return;
    }

  error_node = confab_json_get_node (root, "error");
  error = confab_json_node_object (error_node);
  if (error == NULL && confab_json_node_array (error_node) != NULL)
    error = confab_json_array_object (confab_json_node_array (error_node), 0);

  self->message = dup_message (root, error_node);
  read_words (self, root, error);
  trim_type (self->type);

  if (depth < MAX_NESTING)
    {
      unwrap_message (self, depth);
      read_raw (self, confab_json_get_node (confab_json_get_object (error, "metadata"), "raw"), depth);
    }

  take_wait (self, confab_retry_after_find (self->message));
}

/**
 * confab_error_report_clear:
 * @self: a report
 *
 * Frees its texts.
 */
void
confab_error_report_clear (ConfabErrorReport *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->status, g_free);
}

/**
 * confab_error_report_read:
 * @self: an empty report
 * @node: the JSON of a failure: a whole body, or a piece of a stream
 *
 * Reads what it says. Providers agree on no place for anything, and gateways pass on each other's
 * answers, so all places in use are tried whatever the dialect: `error.message`, `error`,
 * `message`, `detail`, `errors[].message`, `base_resp.status_msg` for the sentence; `error.code`,
 * `error.type`, `error.status` and their like beside `error` for the word; Google's `details`,
 * Azure's `innererror`, OpenRouter's `metadata` for what is narrower.
 */
void
confab_error_report_read (ConfabErrorReport *self,
                          JsonNode          *node)
{
  g_return_if_fail (self != NULL);

  read_nested (self, node, 0);
}

/**
 * confab_error_report_classify:
 * @self: a report
 * @http_status: the status it came with, or 0 for one within a stream
 *
 * Returns: the kind of failure that the narrowest word, the sentence and the status make of it
 */
ConfabProviderError
confab_error_report_classify (const ConfabErrorReport *self,
                              guint                    http_status)
{
  const char *const words[] = { self->reason, self->code, self->type, self->status };
  const guint status = http_status >= 400 ? http_status : MAX (http_status, self->http_status);
  const ConfabProviderError plain = confab_wire_classify_error (status, NULL, self->message);
  ConfabProviderError vague = plain;

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      ConfabProviderError told;

      if (words[i] == NULL)
        continue;

      told = confab_wire_classify_error (status, words[i], self->message);

      /* Some call everything a failure of theirs; a status that blames the asker knows better. */
      if (told == CONFAB_PROVIDER_ERROR_SERVER && status >= 401 && status <= 499)
        continue;
      /* A second word may be more precise than one that says no more than that it was wrong. */
      if (told == CONFAB_PROVIDER_ERROR_BAD_REQUEST || told == CONFAB_PROVIDER_ERROR_OTHER)
        {
          if (vague == CONFAB_PROVIDER_ERROR_OTHER)
            vague = told;
          continue;
        }
      if (told != plain)
        return told;
    }

  return vague;
}
