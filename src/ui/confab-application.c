/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-application"

#include "config.h"

#include "confab-application.h"

#include "confab-context.h"
#include "confab-export-window.h"
#include "confab-preferences-window.h"
#include "confab-settings.h"
#include "confab-window.h"
#include "confab-window-state.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <glib/gi18n.h>

/* How long after everything was loaded the start counts as over. */
#define SETTLE_DELAY_S 1

/**
 * ConfabApplication:
 *
 * The one running program: it owns the context that everything else is handed, opens windows, and
 * stays alive until what has arrived is on disk.
 */
struct _ConfabApplication
{
  AdwApplication           parent_instance;

  ConfabContext           *context;      /* owned */
  GSettings               *settings;     /* owned */
  GCancellable            *cancellable;  /* owned, fires at shutdown */
  ConfabPreferencesWindow *preferences;  /* unowned-weak */
  guint                    settle_source;
  guint                    loaded : 1;
  guint                    closing : 1;
};

G_DEFINE_FINAL_TYPE (ConfabApplication, confab_application, ADW_TYPE_APPLICATION)

static ConfabWindow *
get_window (ConfabApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (CONFAB_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}

static void
history_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ConfabApplication) self = user_data;
  g_autoptr(GError) error = NULL;
  ConfabWindow *window;

  if (!confab_context_open_history_finish (CONFAB_CONTEXT (object), result, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      g_debug ("The history cannot be opened: %s", error->message);
    }

  if ((window = get_window (self)) != NULL)
    confab_window_history_opened (window, error);
}

/* Starting leaves the heap full of holes: templates, style sheets, the catalogue, the first frames.
 * They are worth several megabytes to other programs, and this one stays open all day. */
static gboolean
settle_cb (gpointer user_data)
{
  CONFAB_APPLICATION (user_data)->settle_source = 0;
#ifdef __GLIBC__
  malloc_trim (0);
#endif

  return G_SOURCE_REMOVE;
}

static void
load_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ConfabApplication) self = user_data;
  g_autoptr(GError) error = NULL;
  ConfabWindow *window;

  if (!confab_context_load_finish (CONFAB_CONTEXT (object), result, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      g_debug ("The providers cannot be loaded: %s", error->message);
    }

  if ((window = get_window (self)) != NULL)
    confab_window_providers_loaded (window);

  if (self->settle_source == 0)
    self->settle_source = g_timeout_add_seconds (SETTLE_DELAY_S, settle_cb, self);
}

/* Nothing is read before the first frame: the window is there at once, whatever the disk, the
 * keyring or a local server take. */
static void
on_window_first_frame_cb (ConfabApplication *self)
{
  if (self->loaded || self->closing)
    return;

  self->loaded = TRUE;
  /* A drawing, and a large library is loaded to draw it. */
  gtk_window_set_default_icon_name (CONFAB_APP_ID);
  confab_context_open_history_async (self->context, self->cancellable, history_cb, g_object_ref (self));
  confab_context_load_async (self->context, self->cancellable, load_cb, g_object_ref (self));
}

static void
close_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ConfabApplication) self = user_data;

  confab_context_close_finish (CONFAB_CONTEXT (object), result);
  g_application_release (G_APPLICATION (self));
  g_application_quit (G_APPLICATION (self));
}

/* Ends the program once replies that are still arriving are stopped and stored. */
static void
close_and_quit (ConfabApplication *self)
{
  ConfabWindow *window;

  if (self->closing)
    return;

  self->closing = TRUE;
  g_cancellable_cancel (self->cancellable);
  if ((window = get_window (self)) != NULL)
    confab_window_state_save (GTK_WINDOW (window), self->settings);

  g_application_hold (G_APPLICATION (self));
  confab_context_close_async (self->context, close_cb, g_object_ref (self));
}

static void
quit_activated (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  close_and_quit (user_data);
}

static gboolean
on_window_close_request_cb (ConfabApplication *self,
                            ConfabWindow      *window)
{
  gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
  if (self->preferences != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->preferences), FALSE);
  close_and_quit (self);

  return GDK_EVENT_STOP;
}

/* An action may be what started the program. */
static ConfabWindow *
ensure_window (ConfabApplication *self)
{
  if (get_window (self) == NULL)
    g_application_activate (G_APPLICATION (self));

  return get_window (self);
}

static void
preferences_activated (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);
  const char *provider_id = parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL;
  ConfabWindow *window = ensure_window (self);

  /* It is about to end. */
  if (window == NULL)
    return;

  if (self->preferences == NULL)
    {
      g_set_weak_pointer (&self->preferences,
                          confab_preferences_window_new (self->context, self->settings));
      gtk_window_set_transient_for (GTK_WINDOW (self->preferences), GTK_WINDOW (window));
    }

  if (provider_id != NULL && *provider_id != '\0')
    confab_preferences_window_show_provider (self->preferences, provider_id);
  gtk_window_present (GTK_WINDOW (self->preferences));
}

/* The conversation of an id, or the one that is shown. */
static ConfabConversation *
find_conversation (ConfabApplication *self,
                   ConfabWindow      *window,
                   const char        *id)
{
  GListModel *conversations = G_LIST_MODEL (confab_context_get_conversations (self->context));

  if (*id == '\0')
    return confab_window_get_conversation (window);

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr(ConfabConversation) conversation = g_list_model_get_item (conversations, i);

      /* The list keeps it. */
      if (g_str_equal (confab_conversation_get_id (conversation), id))
        return conversation;
    }

  return NULL;
}

static void
export_activated (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  ConfabApplication *self = CONFAB_APPLICATION (user_data);
  ConfabWindow *window = ensure_window (self);
  ConfabConversation *conversation;
  GtkWindow *export_window;

  if (window == NULL ||
      (conversation = find_conversation (self, window, g_variant_get_string (parameter, NULL))) == NULL)
    return;

  export_window = GTK_WINDOW (confab_export_window_new (self->context, conversation));
  gtk_window_set_transient_for (export_window, GTK_WINDOW (window));
  gtk_window_present (export_window);
}

static void
about_activated (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  ConfabWindow *window = ensure_window (CONFAB_APPLICATION (user_data));

  if (window == NULL)
    return;

  adw_show_about_window (GTK_WINDOW (window),
                         "application-name", "Confab",
                         "application-icon", CONFAB_APP_ID,
                         "version", CONFAB_VERSION,
                         "developer-name", _("The Confab developers"),
                         "comments", _("Chat with any model, with your keys in your keyring."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

static const GActionEntry app_actions[] = {
  { .name = "quit", .activate = quit_activated },
  { .name = "preferences", .activate = preferences_activated },
  { .name = "preferences-provider", .activate = preferences_activated, .parameter_type = "s" },
  { .name = "export-conversation", .activate = export_activated, .parameter_type = "s" },
  { .name = "about", .activate = about_activated },
};

static const struct { const char *action; const char *accels[3]; } accelerators[] = {
  { "app.quit",                    { "<Control>q" } },
  { "app.preferences",             { "<Control>comma" } },
  { "win.new-conversation",        { "<Control>n" } },
  { "win.focus-composer",          { "<Control>l" } },
  { "win.choose-model",            { "<Control>m" } },
  { "win.search",                  { "<Control><Shift>f", "<Control>k" } },
  { "win.find",                    { "<Control>f" } },
  { "win.find-next",               { "<Control>g" } },
  { "win.find-previous",           { "<Control><Shift>g" } },
  { "win.stop",                    { "Escape" } },
  { "win.next-conversation",       { "<Alt>Down" } },
  { "win.previous-conversation",   { "<Alt>Up" } },
  { "win.show-shortcuts",          { "<Control>question" } },
  { "window.close",                { "<Control>w" } },
};

static void
confab_application_activate (GApplication *application)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);
  ConfabWindow *window = get_window (self);

  if (self->closing)
    return;

  if (window == NULL)
    {
      window = confab_window_new (self, self->context, self->settings);
      g_signal_connect_object (window, "close-request",
                               G_CALLBACK (on_window_close_request_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (window, "first-frame",
                               G_CALLBACK (on_window_first_frame_cb), self, G_CONNECT_SWAPPED);
    }

  gtk_window_present (GTK_WINDOW (window));
}

static void
confab_application_startup (GApplication *application)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);

  G_APPLICATION_CLASS (confab_application_parent_class)->startup (application);

  self->context = confab_context_new ();
  self->settings = g_settings_new (CONFAB_APP_ID);
  confab_context_bind_settings (self->context, self->settings);
  self->cancellable = g_cancellable_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (self), app_actions, G_N_ELEMENTS (app_actions), self);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self),
                                           accelerators[i].action, accelerators[i].accels);
}

static void
confab_application_shutdown (GApplication *application)
{
  ConfabApplication *self = CONFAB_APPLICATION (application);

  g_clear_weak_pointer (&self->preferences);
  g_clear_handle_id (&self->settle_source, g_source_remove);
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL;
       l = gtk_application_get_windows (GTK_APPLICATION (self)))
    gtk_window_destroy (l->data);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->settings);

  G_APPLICATION_CLASS (confab_application_parent_class)->shutdown (application);

  g_clear_object (&self->context);
}

static void
confab_application_class_init (ConfabApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->activate = confab_application_activate;
  application_class->startup = confab_application_startup;
  application_class->shutdown = confab_application_shutdown;
}

static void
confab_application_init (ConfabApplication *self)
{
}

/**
 * confab_application_new:
 *
 * Returns: (transfer full): the application
 */
ConfabApplication *
confab_application_new (void)
{
  return g_object_new (CONFAB_TYPE_APPLICATION,
                       "application-id", CONFAB_APP_ID,
                       "resource-base-path", "/io/github/confab/Confab",
                       "flags", G_APPLICATION_DEFAULT_FLAGS,
                       NULL);
}
