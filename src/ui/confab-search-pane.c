/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-search-pane"

#include "config.h"

#include "confab-search-pane.h"

#include "confab-failure-text.h"
#include "confab-search-row.h"

#include <glib/gi18n.h>

/**
 * ConfabSearchPane:
 *
 * Where a person looks for something in all conversations: an entry, and below it what was found.
 *
 * The keyboard stays in the entry: arrows lead through what was found, Return goes there and Escape
 * back to the list of conversations.
 */
struct _ConfabSearchPane
{
  GtkWidget           parent_instance;

  /* template */
  GtkSearchEntry     *entry;
  GtkWidget          *note;
  GtkStack           *stack;
  GtkWidget          *hint;
  GtkLabel           *message;
  GtkWidget          *scroller;
  GtkListView        *list_view;

  ConfabSearch       *search;     /* owned, nullable until set */
  GtkSingleSelection *selection;  /* owned, nullable until set */
};

enum { SIGNAL_HIT_ACTIVATED, SIGNAL_CLOSED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabSearchPane, confab_search_pane, GTK_TYPE_WIDGET)

static void
update_state (ConfabSearchPane *self)
{
  const GError *error = confab_search_get_error (self->search);
  const gboolean is_sought = confab_search_pattern_get_n_words (confab_search_get_pattern (self->search)) > 0;
  GtkWidget *child = self->scroller;

  gtk_widget_set_visible (self->note, is_sought && error == NULL && confab_search_get_incomplete (self->search));
  if (error != NULL)
    {
      g_autofree char *summary = confab_failure_text_summary (error, NULL, NULL);

      gtk_label_set_label (self->message, summary);
      child = GTK_WIDGET (self->message);
    }
  else if (!is_sought)
    {
      child = self->hint;
    }
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->search)) == 0)
    {
      /* While typing, the last answer stays until the next is there. */
      if (confab_search_get_busy (self->search))
        return;
      gtk_label_set_label (self->message, _("Nothing found"));
      child = GTK_WIDGET (self->message);
    }

  gtk_stack_set_visible_child (self->stack, child);
}

static void
on_entry_changed_cb (ConfabSearchPane *self)
{
  confab_search_set_query (self->search, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  update_state (self);
}

static void
activate_selected (ConfabSearchPane *self)
{
  gpointer hit = gtk_single_selection_get_selected_item (self->selection);

  if (hit != NULL)
    g_signal_emit (self, signals[SIGNAL_HIT_ACTIVATED], 0, hit);
}

static void
on_entry_activate_cb (ConfabSearchPane *self)
{
  activate_selected (self);
}

static void
on_entry_stop_search_cb (ConfabSearchPane *self)
{
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

static void
on_list_activate_cb (ConfabSearchPane *self,
                     guint             position)
{
  gtk_single_selection_set_selected (self->selection, position);
  activate_selected (self);
}

static gboolean
on_entry_key_pressed_cb (ConfabSearchPane *self,
                         guint             keyval,
                         guint             keycode,
                         GdkModifierType   state)
{
  const gboolean is_down = keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down;
  const gboolean is_up = keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up;
  const guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint position = gtk_single_selection_get_selected (self->selection);

  if ((!is_down && !is_up) || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;

  if (is_down && position + 1 < n_items)
    position++;
  else if (is_up && position > 0 && position < n_items)
    position--;
  if (position < n_items)
    {
      gtk_single_selection_set_selected (self->selection, position);
      gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
    }
  if (position + 1 == n_items)
    confab_search_load_more (self->search);

  return GDK_EVENT_STOP;
}

static void
on_edge_reached_cb (ConfabSearchPane *self,
                    GtkPositionType   position)
{
  if (position == GTK_POS_BOTTOM)
    confab_search_load_more (self->search);
}

static void
on_factory_setup_cb (ConfabSearchPane *self,
                     GtkListItem      *list_item)
{
  gtk_list_item_set_child (list_item, confab_search_row_new ());
}

static void
on_factory_bind_cb (ConfabSearchPane *self,
                    GtkListItem      *list_item)
{
  confab_search_row_set_hit (CONFAB_SEARCH_ROW (gtk_list_item_get_child (list_item)),
                             gtk_list_item_get_item (list_item));
}

static gboolean
confab_search_pane_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CONFAB_SEARCH_PANE (widget)->entry));
}

static void
confab_search_pane_dispose (GObject *object)
{
  ConfabSearchPane *self = CONFAB_SEARCH_PANE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_SEARCH_PANE);
  g_clear_object (&self->selection);
  g_clear_object (&self->search);

  G_OBJECT_CLASS (confab_search_pane_parent_class)->dispose (object);
}

static void
confab_search_pane_class_init (ConfabSearchPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_search_pane_dispose;
  widget_class->grab_focus = confab_search_pane_grab_focus;

  /**
   * ConfabSearchPane::hit-activated:
   * @hit: where the person wants to go
   */
  signals[SIGNAL_HIT_ACTIVATED] =
    g_signal_new ("hit-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, CONFAB_TYPE_SEARCH_HIT);

  /**
   * ConfabSearchPane::closed:
   *
   * The person looks for nothing any more.
   */
  signals[SIGNAL_CLOSED] =
    g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/confab/Confab/ui/confab-search-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabSearchPane, entry);
  gtk_widget_class_bind_template_child (widget_class, ConfabSearchPane, note);
  gtk_widget_class_bind_template_child (widget_class, ConfabSearchPane, stack);
  gtk_widget_class_bind_template_child (widget_class, ConfabSearchPane, hint);
  gtk_widget_class_bind_template_child (widget_class, ConfabSearchPane, message);
  gtk_widget_class_bind_template_child (widget_class, ConfabSearchPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, ConfabSearchPane, list_view);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_edge_reached_cb);
}

static void
confab_search_pane_init (ConfabSearchPane *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_factory_setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_factory_bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list_view, factory);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_entry_key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
}

/**
 * confab_search_pane_set_search:
 * @search: what finds it
 *
 * Called once.
 */
void
confab_search_pane_set_search (ConfabSearchPane *self,
                               ConfabSearch     *search)
{
  static const char *const notes[] = { "notify::busy", "notify::error", "notify::incomplete", "items-changed" };

  g_return_if_fail (CONFAB_IS_SEARCH_PANE (self));
  g_return_if_fail (CONFAB_IS_SEARCH (search));
  g_return_if_fail (self->search == NULL);

  self->search = g_object_ref (search);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (search)));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    g_signal_connect_object (search, notes[i], G_CALLBACK (update_state), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update_state (self);
}

/**
 * confab_search_pane_focus:
 *
 * Moves the keyboard focus to where one types, and marks what is there to be typed over.
 */
void
confab_search_pane_focus (ConfabSearchPane *self)
{
  g_return_if_fail (CONFAB_IS_SEARCH_PANE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/**
 * confab_search_pane_clear:
 *
 * Looks for nothing.
 */
void
confab_search_pane_clear (ConfabSearchPane *self)
{
  g_return_if_fail (CONFAB_IS_SEARCH_PANE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}
