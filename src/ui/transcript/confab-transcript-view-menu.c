/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-transcript-view-menu"

#include "config.h"

#include "confab-transcript-view-private.h"

#include "confab-continuation.h"

#include <glib/gi18n-lib.h>

/* The context menu: everything that can be done with the text and with the message under it. */

static void
append_action (GMenu         *menu,
               const char    *label,
               const char    *action,
               ConfabMessage *message)
{
  g_autoptr(GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", confab_message_get_id (message));
  g_menu_append_item (menu, item);
}

ConfabTranscriptEntry *
_confab_transcript_view_find_entry (ConfabTranscriptView *self,
                                    ConfabMessage        *message)
{
  for (guint i = confab_transcript_model_get_n_entries (self->model); i > 0; i--)
    {
      ConfabTranscriptEntry *entry = confab_transcript_model_get_entry (self->model, i - 1);

      if (confab_transcript_entry_get_message (entry) == message)
        return entry;
    }

  return NULL;
}

static GMenuModel *
create_text_section (ConfabTranscriptView *self)
{
  GMenu *menu = g_menu_new ();

  if (!confab_transcript_selection_is_empty (&self->selection))
    g_menu_append (menu, _("_Copy"), "transcript.copy");
  _confab_transcript_view_append_blocks (menu);
  if (self->menu_link != NULL)
    g_menu_append (menu, _("Copy _link"), "transcript.copy-link");
  g_menu_append (menu, _("Select _all"), "transcript.select-all");

  return G_MENU_MODEL (menu);
}

static GMenuModel *
create_message_section (void)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, _("Copy _message"), "transcript.copy-message");
  g_menu_append (menu, _("Copy as _Markdown"), "transcript.copy-markdown");

  return G_MENU_MODEL (menu);
}

static GMenuModel *
create_verb_section (ConfabTranscriptEntry *entry)
{
  ConfabMessage *message = confab_transcript_entry_get_message (entry);
  GMenu *menu = g_menu_new ();

  if (confab_message_get_role (message) == CONFAB_ROLE_USER)
    append_action (menu, _("_Edit…"), "message.edit", message);
  append_action (menu, _("Ask a_gain"), "message.ask-again", message);
  append_action (menu, _("Ask a_nother model…"), "message.ask-another", message);
  if (confab_transcript_entry_get_last (entry) && confab_continuation_is_cut (message))
    append_action (menu, _("Con_tinue"), "message.go-on", message);
  append_action (menu, _("_View as text"), "message.view-as-text", message);

  return G_MENU_MODEL (menu);
}

static GMenuModel *
create_version_section (ConfabTranscriptEntry *entry)
{
  ConfabMessage *message = confab_transcript_entry_get_message (entry);
  GMenu *menu = g_menu_new ();
  guint n_versions;
  const guint version = confab_transcript_entry_get_versions (entry, &n_versions);

  if (version > 0)
    append_action (menu, _("_Previous version"), "message.previous-version", message);
  if (version + 1 < n_versions)
    append_action (menu, _("Ne_xt version"), "message.next-version", message);

  return G_MENU_MODEL (menu);
}

static void
take_section (GMenu      *menu,
              GMenuModel *section)
{
  if (g_menu_model_get_n_items (section) > 0)
    g_menu_append_section (menu, NULL, section);
  g_object_unref (section);
}

static GMenuModel *
create_menu (ConfabTranscriptView *self)
{
  ConfabTranscriptEntry *entry =
    self->menu_message != NULL ? _confab_transcript_view_find_entry (self, self->menu_message) : NULL;
  GMenu *menu = g_menu_new ();

  take_section (menu, create_text_section (self));
  if (entry != NULL)
    {
      g_autoptr(GMenu) end = g_menu_new ();

      take_section (menu, create_message_section ());
      if (self->chat != NULL && !confab_message_is_open (self->menu_message))
        {
          take_section (menu, create_verb_section (entry));
          take_section (menu, create_version_section (entry));
          append_action (end, _("_Delete"), "message.delete", self->menu_message);
          g_menu_append_section (menu, NULL, G_MENU_MODEL (end));
        }
    }

  return G_MENU_MODEL (menu);
}

/* The mark of a footnote leads nowhere outside. */
static const char *
get_address (const ConfabMarkdownSpan *link)
{
  return link != NULL && confab_markdown_text_get_footnote (link->target) == 0 ? link->target : NULL;
}

/* Something in here that has the focus, but for all of it. */
static GtkWidget *
find_focus (ConfabTranscriptView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || focus == GTK_WIDGET (self) || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)) ||
      (self->menu != NULL && gtk_widget_is_ancestor (focus, self->menu)))
    return NULL;

  return focus;
}

/* Nobody else has it: it still is in the menu that was closed, or GTK gave it to all of the view. */
static gboolean
is_focus_free (ConfabTranscriptView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus == NULL || focus == GTK_WIDGET (self) || focus == self->menu ||
         gtk_widget_is_ancestor (focus, self->menu);
}

static gboolean
refocus_cb (gpointer user_data)
{
  ConfabTranscriptView *self = user_data;

  self->menu_id = 0;
  if (self->menu_focus != NULL && gtk_widget_get_mapped (self->menu_focus) && is_focus_free (self))
    gtk_widget_grab_focus (self->menu_focus);
  else
    _confab_transcript_view_point_away (self);
  g_clear_weak_pointer (&self->menu_focus);

  return G_SOURCE_REMOVE;
}

/* Whoever came by keyboard is left where they were, unless what was chosen leads elsewhere. Where that is
 * shows only after this, and before the next frame, for which GTK moves a focus that is not to be seen. */
static void
on_menu_closed_cb (ConfabTranscriptView *self)
{
  if (self->menu_focus != NULL && self->menu_id == 0)
    self->menu_id = g_idle_add_full (G_PRIORITY_DEFAULT, refocus_cb, self, NULL);
}

static void
popup (ConfabTranscriptView *self,
       ConfabMessage        *message,
       const char           *link,
       double                x,
       double                y)
{
  g_autoptr(GMenuModel) model = NULL;
  g_autofree char *old_link = g_steal_pointer (&self->menu_link);

  g_set_object (&self->menu_message, message);
  self->menu_link = g_strdup (link);
  g_set_weak_pointer (&self->menu_focus, find_focus (self));
  _confab_transcript_view_update_blocks (self, y);
  model = create_menu (self);

  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (model);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_popover_set_position (GTK_POPOVER (self->menu), GTK_POS_BOTTOM);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
      g_signal_connect_object (self->menu, "closed", G_CALLBACK (on_menu_closed_cb), self, G_CONNECT_SWAPPED);
    }
  else
    {
      gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), model);
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int)x, (int)y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

void
_confab_transcript_view_open_menu (ConfabTranscriptView *self,
                                   double                x,
                                   double                y)
{
  const ConfabTranscriptPlaced *placed = _confab_transcript_view_find_placed (self, y);

  popup (self, placed != NULL ? confab_transcript_entry_get_message (placed->entry) : NULL,
         get_address (_confab_transcript_view_find_link (self, x, y)), x, y);
}

/**
 * confab_transcript_view_open_menu:
 * @message: a message that is shown
 * @x: where the menu points to
 * @y: where the menu points to
 *
 * Opens the menu with what can be done with a message.
 */
void
confab_transcript_view_open_menu (ConfabTranscriptView *self,
                                  ConfabMessage        *message,
                                  double                x,
                                  double                y)
{
  g_return_if_fail (CONFAB_IS_TRANSCRIPT_VIEW (self));
  g_return_if_fail (CONFAB_IS_MESSAGE (message));

  popup (self, message, NULL, x, y);
}

/* For the message that has the focus, at what of it has it, else for what is in the middle. */
static gboolean
open_menu_binding_cb (GtkWidget *widget,
                      GVariant  *args,
                      gpointer   user_data)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (widget);
  ConfabMessage *current = confab_transcript_view_get_current (self);
  double x;
  double y;

  _confab_transcript_view_get_menu_point (self, &x, &y);
  if (current != NULL && gtk_widget_get_focus_child (widget) != NULL)
    popup (self, current, get_address (_confab_transcript_view_find_focused_link (self)), x, y);
  else
    _confab_transcript_view_open_menu (self, x, y);

  return TRUE;
}

static void
copy_link_action (GtkWidget  *widget,
                  const char *action_name,
                  GVariant   *parameter)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (widget);

  if (self->menu_link != NULL)
    _confab_transcript_view_copy (self, self->menu_link, _("Link"));
}

static void
copy_message_action (GtkWidget  *widget,
                     const char *action_name,
                     GVariant   *parameter)
{
  ConfabTranscriptView *self = CONFAB_TRANSCRIPT_VIEW (widget);
  g_autofree char *text = NULL;

  if (self->menu_message == NULL)
    return;

  if (g_str_equal (action_name, "transcript.copy-markdown"))
    text = confab_message_dup_text (self->menu_message);
  else
    text = confab_transcript_view_dup_text (self, self->menu_message);
  _confab_transcript_view_copy (self, text, _("Message"));
}

void
_confab_transcript_view_class_init_menu (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "transcript.copy-link", NULL, copy_link_action);
  gtk_widget_class_install_action (widget_class, "transcript.copy-message", NULL, copy_message_action);
  gtk_widget_class_install_action (widget_class, "transcript.copy-markdown", NULL, copy_message_action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, open_menu_binding_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, open_menu_binding_cb, NULL);
}

void
_confab_transcript_view_dispose_menu (ConfabTranscriptView *self)
{
  g_clear_handle_id (&self->menu_id, g_source_remove);
  g_clear_weak_pointer (&self->menu_focus);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_object (&self->menu_message);
  g_clear_pointer (&self->menu_link, g_free);
  _confab_transcript_view_dispose_blocks (self);
}
