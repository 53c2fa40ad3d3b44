/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-cli-ask"

#include "config.h"

#include "confab-cli-ask.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "confab-attempt-text.h"
#include "confab-cli-input.h"
#include "confab-cli-output.h"
#include "confab-cli-rc.h"
#include "confab-cli-run.h"
#include "confab-provider-policy-error.h"
#include "confab-enum.h"
#include "confab-turn.h"

/* What was asked for, and how far the reply has come. */
typedef struct
{
  ConfabCliRun   *run;            /* owned */
  ConfabProvider *provider;       /* owned, nullable until chosen */
  ConfabTurn     *turn;           /* owned, nullable until begun */
  GCancellable   *turn_stop;      /* owned: the turn's own, so that a closed pipe can stop it too */
  char           *provider_id;    /* owned, nullable */
  char           *model;          /* owned, nullable */
  char           *system_prompt;  /* owned, nullable */
  char           *prompt;         /* owned, nullable */
  ConfabThinkingLevel level;      /* the model's own choice unless told */
  gboolean        json;
  gboolean        show_thinking;
  guint           chosen : 1;         /* somebody said whom to ask */
  guint           for_thinking : 1;   /* the model for thinking is asked, if it can be */
  guint           read_input : 1;
  guint           open_line : 1;      /* standard output is in the middle of a line */
  guint           open_thinking : 1;  /* standard error is in the middle of thinking */
  guint           failed_output : 1;
  guint           told_error : 1;     /* an error event was written */
} Ask;

static void
ask_free (Ask *ask)
{
  g_clear_object (&ask->turn);
  g_clear_object (&ask->turn_stop);
  g_clear_object (&ask->provider);
  g_clear_pointer (&ask->run, confab_cli_run_free);
  g_clear_pointer (&ask->provider_id, g_free);
  g_clear_pointer (&ask->model, g_free);
  g_clear_pointer (&ask->system_prompt, g_free);
  g_clear_pointer (&ask->prompt, g_free);
  g_free (ask);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Ask, ask_free)

static void
complain_and_end (Ask             *ask,
                  ConfabCliStatus  status,
                  const char      *message)
{
  confab_cli_output_complain (message);
  confab_cli_run_end (ask->run, status);
}

/* Whoever closed the pipe has seen enough, and must not be told so. */
static void
note_write (Ask      *ask,
            gboolean  written)
{
  if (written || ask->failed_output)
    return;

  ask->failed_output = TRUE;
  if (errno != EPIPE)
    {
      g_autofree char *message = g_strdup_printf (_("The output cannot be written: %s."),
                                                  g_strerror (errno));

      confab_cli_output_complain (message);
    }
  g_cancellable_cancel (ask->turn_stop);
}

static void
write_json_line (Ask               *ask,
                 const ConfabEvent *event)
{
  g_autofree char *json = confab_cli_output_event_to_json (event);
  g_autofree char *line = g_strconcat (json, "\n", NULL);

  if (event->kind == CONFAB_EVENT_ERROR)
    ask->told_error = TRUE;
  note_write (ask, confab_cli_output_write (STDOUT_FILENO, line, -1));
}

static void
close_thinking (Ask *ask)
{
  if (!ask->open_thinking)
    return;

  ask->open_thinking = FALSE;
  confab_cli_output_write (STDERR_FILENO, "\n", -1);
}

static void
write_text (Ask        *ask,
            const char *text,
            gsize       length)
{
  if (length == 0)
    return;

  close_thinking (ask);
  note_write (ask, confab_cli_output_write_foreign (STDOUT_FILENO, text, (gssize) length));
  ask->open_line = text[length - 1] != '\n';
}

static void
write_thinking (Ask        *ask,
                const char *text,
                gsize       length)
{
  if (length == 0)
    return;

  confab_cli_output_write_foreign (STDERR_FILENO, text, (gssize) length);
  ask->open_thinking = text[length - 1] != '\n';
}

static void
on_turn_event_cb (ConfabTurn        *turn,
                  const ConfabEvent *event,
                  gpointer           user_data)
{
  Ask *ask = user_data;

  if (ask->failed_output)
    return;

  if (ask->json)
    write_json_line (ask, event);
  else if (event->kind == CONFAB_EVENT_TEXT || event->kind == CONFAB_EVENT_REFUSAL)
    write_text (ask, event->text, event->text_length);

  if (event->kind == CONFAB_EVENT_THINKING && ask->show_thinking)
    write_thinking (ask, event->text, event->text_length);
}

static void
on_turn_attempt_cb (ConfabTurn          *turn,
                    const ConfabAttempt *attempt,
                    gpointer             user_data)
{
  Ask *ask = user_data;
  g_autofree char *json = NULL;
  g_autofree char *line = NULL;

  if (!ask->json || ask->failed_output)
    return;

  json = confab_cli_output_attempt_to_json (attempt);
  line = g_strconcat (json, "\n", NULL);
  note_write (ask, confab_cli_output_write (STDOUT_FILENO, line, -1));
}

static void
tell_who_answered (Ask *ask)
{
  g_autofree char *answered = confab_attempt_text_headline (confab_turn_get_reply (ask->turn));

  if (answered != NULL)
    confab_cli_output_complain (answered);
}

/* One sentence for each who was asked says more than that of the first. */
static void
tell_failure (Ask          *ask,
              const GError *error)
{
  g_autofree char *failure = confab_attempt_text_failure (confab_turn_get_reply (ask->turn));

  if (failure != NULL)
    complain_and_end (ask, confab_cli_status_from_error (error), failure);
  else
    confab_cli_run_fail (ask->run, error, ask->provider);
}

static void
turn_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Ask *ask = user_data;
  g_autoptr(GError) error = NULL;
  const gboolean done = confab_turn_run_finish (CONFAB_TURN (object), result, &error);

  close_thinking (ask);
  if (ask->open_line && !ask->failed_output)
    note_write (ask, confab_cli_output_write (STDOUT_FILENO, "\n", -1));

  if (ask->failed_output)
    {
      confab_cli_run_end (ask->run, CONFAB_CLI_OUTPUT);
      return;
    }
  if (done)
    {
      tell_who_answered (ask);
      confab_cli_run_end (ask->run, CONFAB_CLI_OK);
      return;
    }

  /* A failure before or beside the stream is an event for scripts too. */
  if (ask->json && !ask->told_error && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    write_json_line (ask, &(ConfabEvent) { .kind = CONFAB_EVENT_ERROR, .error = error });
  tell_failure (ask, error);
}

static void
on_run_cancelled_cb (GCancellable *cancellable,
                     GCancellable *turn_stop)
{
  g_cancellable_cancel (turn_stop);
}

static void
begin_turn (Ask *ask)
{
  g_autoptr(GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  const char *model = ask->model != NULL ? ask->model : confab_provider_get_model (ask->provider);

  g_ptr_array_add (messages, confab_message_new_text (CONFAB_ROLE_USER, ask->prompt));
  ask->turn = confab_turn_new (confab_cli_run_get_context (ask->run), ask->provider, model,
                               ask->system_prompt, messages);
  confab_turn_set_thinking (ask->turn, ask->level);
  if (!ask->chosen)
    confab_turn_keep_to_breakers (ask->turn, confab_context_get_asks_others (confab_cli_run_get_context (ask->run)));
  g_signal_connect (ask->turn, "event", G_CALLBACK (on_turn_event_cb), ask);
  g_signal_connect (ask->turn, "attempt", G_CALLBACK (on_turn_attempt_cb), ask);
  g_cancellable_connect (confab_cli_run_get_cancellable (ask->run), G_CALLBACK (on_run_cancelled_cb),
                         g_object_ref (ask->turn_stop), g_object_unref);
  confab_turn_run_async (ask->turn, ask->turn_stop, turn_cb, ask);
}

static char *
list_ids (GListModel *registry)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (registry); i++)
    {
      g_autoptr(ConfabProvider) provider = g_list_model_get_item (registry, i);

      if (i > 0)
        g_string_append (ids, ", ");
      g_string_append (ids, confab_provider_get_id (provider));
    }

  return g_string_free (ids, FALSE);
}

static void
tell_unknown (Ask *ask)
{
  g_autofree char *ids = list_ids (G_LIST_MODEL (confab_cli_run_get_registry (ask->run)));
  g_autofree char *message = g_strdup_printf (_("There is no provider “%s”. Known are: %s."), ask->provider_id, ids);

  complain_and_end (ask, CONFAB_CLI_NO_PROVIDER, message);
}

static void route_cb (GObject      *object,
                      GAsyncResult *result,
                      gpointer      user_data);

static void
find_route (Ask *ask)
{
  const char *reference = ask->model;

  if (ask->for_thinking)
    reference = confab_context_get_thinking_model (confab_cli_run_get_context (ask->run));
  confab_registry_route_async (confab_cli_run_get_registry (ask->run), reference, ask->provider_id,
                               confab_cli_run_get_cancellable (ask->run), route_cb, ask);
}

/* The demonstration does not count as usable, and it must not: in a script a reply that has nothing
 * to do with the question is worse than none. */
static void
route_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Ask *ask = user_data;
  g_autofree char *model = NULL;
  g_autoptr(GError) error = NULL;

  ask->provider = confab_registry_route_finish (CONFAB_REGISTRY (object), result, &model, &error);

  /* As in the window: a model for thinking that cannot be had is done without. */
  if (ask->for_thinking && (ask->provider == NULL || !confab_provider_get_usable (ask->provider)))
    {
      ask->for_thinking = FALSE;
      g_clear_object (&ask->provider);
      find_route (ask);
      return;
    }
  if (ask->provider == NULL)
    {
      if (!g_error_matches (error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_NO_ROUTE))
        confab_cli_run_fail (ask->run, error, NULL);
      else if (ask->provider_id != NULL)
        tell_unknown (ask);
      else
        complain_and_end (ask, CONFAB_CLI_NO_PROVIDER,
                          _("No provider can be used. Set a key, for instance in ANTHROPIC_API_KEY, or "
                            "start a local server; “confab providers list” tells what is known."));
      return;
    }

  if (!confab_provider_get_enabled (ask->provider))
    {
      g_autofree char *message = g_strdup_printf (_("%s is switched off. Switch it on in Settings."),
                                                  confab_provider_get_name (ask->provider));

      complain_and_end (ask, CONFAB_CLI_NO_PROVIDER, message);
      return;
    }

  g_free (ask->model);
  ask->model = g_steal_pointer (&model);
  begin_turn (ask);
}

static void
choose_provider (Ask *ask)
{
  ask->chosen = ask->provider_id != NULL || ask->model != NULL;
  ask->for_thinking = !ask->chosen && ask->level >= CONFAB_THINKING_LOW;
  if (strspn (ask->prompt, " \t\r\n") == strlen (ask->prompt))
    complain_and_end (ask, CONFAB_CLI_USAGE, _("There is no question."));
  else
    find_route (ask);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  Ask *ask = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *input = confab_cli_input_read_finish (result, &error);
  g_autofree char *prompt = ask->prompt;

  ask->prompt = NULL;
  if (input == NULL)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        confab_cli_run_end (ask->run, CONFAB_CLI_CANCELLED);
      else
        complain_and_end (ask, CONFAB_CLI_USAGE, error->message);
      return;
    }

  if (prompt == NULL)
    ask->prompt = g_steal_pointer (&input);
  else if (*input != '\0')
    ask->prompt = g_strconcat (prompt, "\n\n", input, NULL);
  else
    ask->prompt = g_steal_pointer (&prompt);

  choose_provider (ask);
}

static void
begin_cb (ConfabCliRun *run,
          gpointer      user_data)
{
  Ask *ask = user_data;

  if (ask->read_input)
    confab_cli_input_read_async (confab_cli_run_get_cancellable (run), read_cb, ask);
  else
    choose_provider (ask);
}

static GOptionContext *
new_option_context (const GOptionEntry *entries)
{
  GOptionContext *context = g_option_context_new (_("[QUESTION]"));
  g_autofree char *status_help = confab_cli_status_dup_help ();
  g_autofree char *description = NULL;

  description = g_strdup_printf ("%s\n\n%s\n",
                                 _("Without a question, or with “-”, it is read from standard input. When there\n"
                                   "is both, what comes from standard input is put after the question."),
                                 status_help);
  g_option_context_set_summary (context, _("Asks a model and writes the reply as it arrives."));
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  return context;
}

static char *
take_text (char     **argument,
           gboolean  *bad)
{
  g_autofree char *taken = g_steal_pointer (argument);
  char *text;

  if (taken == NULL)
    return NULL;

  text = confab_cli_input_to_utf8 (taken);
  if (text == NULL)
    *bad = TRUE;
  return text;
}

static gboolean
take_thinking (Ask        *ask,
               const char *word)
{
  int level = CONFAB_THINKING_UNSET;

  confab_enum_from_nick (CONFAB_TYPE_THINKING_LEVEL, word, &level);
  if (level == CONFAB_THINKING_UNSET)
    {
      g_autofree char *message = NULL;

      message = g_strdup_printf (_("There is no level of thinking “%s”. Known are: %s."), word,
                                 "off, low, medium, high, default");
      confab_cli_output_complain (message);
      return FALSE;
    }

  ask->level = (ConfabThinkingLevel) level;
  return TRUE;
}

/* What the folder says counts only where the command line says nothing at all: its model may be one
 * that the provider of the command line does not have. */
static gboolean
take_directory_choice (Ask *ask)
{
  g_autofree char *folder = NULL;
  g_autoptr(GError) error = NULL;

  if (ask->provider_id != NULL || ask->model != NULL)
    return TRUE;

  folder = g_get_current_dir ();
  if (confab_cli_rc_find (folder, &ask->model, &ask->provider_id, &error))
    return TRUE;

  confab_cli_output_complain (error->message);
  return FALSE;
}

/* Words need not be quoted: they are put together again. */
static gboolean
take_prompt (Ask   *ask,
             char **words)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) own_words = NULL;
  gboolean wants_input = confab_cli_input_is_piped ();
  gboolean bad = FALSE;

  for (gsize i = 0; words != NULL && words[i] != NULL; i++)
    if (g_str_equal (words[i], "-"))
      wants_input = TRUE;
    else
      g_strv_builder_add (builder, words[i]);

  own_words = g_strv_builder_end (builder);
  if (own_words[0] != NULL)
    {
      g_autofree char *joined = g_strjoinv (" ", own_words);

      ask->prompt = take_text (&joined, &bad);
    }

  ask->read_input = wants_input || ask->prompt == NULL;
  return !bad;
}

/**
 * confab_cli_ask:
 * @arguments: (array zero-terminated=1): the command line, `ask` first
 *
 * Asks a model and writes the reply as it arrives.
 *
 * Returns: what to exit with
 */
ConfabCliStatus
confab_cli_ask (char **arguments)
{
  g_autoptr(Ask) ask = g_new0 (Ask, 1);
  g_auto(GStrv) words = NULL;
  g_autofree char *provider_id = NULL;
  g_autofree char *model = NULL;
  g_autofree char *system_prompt = NULL;
  g_autofree char *thinking = NULL;
  const GOptionEntry entries[] = {
    { "provider", 'p', 0, G_OPTION_ARG_FILENAME, &provider_id, N_("Ask this provider"), N_("ID") },
    { "model", 'm', 0, G_OPTION_ARG_FILENAME, &model, N_("Ask this model, or the newest “opus”, “sonnet”, “haiku”"),
      N_("MODEL") },
    { "system", 's', 0, G_OPTION_ARG_FILENAME, &system_prompt, N_("Tell the model this first"),
      N_("TEXT") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &ask->json, N_("Write each event as a line of JSON"), NULL },
    { "thinking", 't', 0, G_OPTION_ARG_STRING, &thinking,
      N_("Think this much: off, low, medium, high or default"), N_("LEVEL") },
    { "show-thinking", 0, 0, G_OPTION_ARG_NONE, &ask->show_thinking, N_("Write thinking to standard error"),
      NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &words, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr(GOptionContext) context = new_option_context (entries);
  g_autoptr(GError) error = NULL;
  gboolean bad = FALSE;

  g_set_prgname ("confab ask");
  if (!g_option_context_parse_strv (context, &arguments, &error))
    {
      confab_cli_output_complain (error->message);
      return CONFAB_CLI_USAGE;
    }

  ask->provider_id = take_text (&provider_id, &bad);
  ask->model = take_text (&model, &bad);
  ask->system_prompt = take_text (&system_prompt, &bad);
  if (bad || !take_prompt (ask, words))
    {
      confab_cli_output_complain (_("The command line is not text in UTF-8."));
      return CONFAB_CLI_USAGE;
    }
  if (thinking != NULL && !take_thinking (ask, thinking))
    return CONFAB_CLI_USAGE;
  if (ask->read_input && !confab_cli_input_is_piped ())
    confab_cli_output_complain (_("Reading the question from the terminal; end it with Ctrl+D."));

  if (!take_directory_choice (ask))
    return CONFAB_CLI_USAGE;

  ask->turn_stop = g_cancellable_new ();
  ask->run = confab_cli_run_new ();
  return confab_cli_run_execute (ask->run, begin_cb, ask);
}
