/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-sidebar"

#include "config.h"

#include "confab-sidebar.h"

#include "confab-date-groups.h"
#include "confab-search-pane.h"
#include "confab-sidebar-menu.h"
#include "confab-sidebar-row.h"

#include <glib/gi18n.h>

/**
 * ConfabSidebar:
 *
 * The list of conversations by date, or of the archived ones. What is done with them it does, but for
 * what leaves another one open: that it tells.
 */
struct _ConfabSidebar
{
  GtkWidget           parent_instance;

  /* template */
  AdwHeaderBar       *header_bar;
  GtkStack           *stack;
  GtkWidget          *scroller;
  GtkWidget          *empty;
  GtkToggleButton    *search_button;
  ConfabSearchPane   *search_pane;
  GtkListView        *list_view;
  GtkRevealer        *archive_revealer;
  GtkToggleButton    *archive_button;
  GtkLabel           *archive_label;

  ConfabConversationList *conversations; /* owned */
  GListModel         *groups;     /* owned */
  GtkSingleSelection *selection;  /* owned */
  ConfabConversation *current;    /* owned, nullable */
  ConfabSidebarMenu  *menu;       /* owned */
};

enum { SIGNAL_SELECTED, SIGNAL_REMOVED, SIGNAL_HIT_ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabSidebar, confab_sidebar, GTK_TYPE_WIDGET)

static guint
find_position (ConfabSidebar      *self,
               ConfabConversation *conversation)
{
  const guint n = g_list_model_get_n_items (self->groups);

  for (guint i = 0; conversation != NULL && i < n; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (self->groups, i);

      if (item == (gpointer) conversation)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

static void
on_selected_cb (ConfabSidebar *self)
{
  gpointer item = gtk_single_selection_get_selected_item (self->selection);

  if (!CONFAB_IS_CONVERSATION (item) || item == (gpointer) self->current)
    return;

  g_set_object (&self->current, item);
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0, item);
}

static void
show_page (ConfabSidebar *self)
{
  GtkWidget *page = self->scroller;

  if (gtk_toggle_button_get_active (self->search_button))
    page = GTK_WIDGET (self->search_pane);
  else if (g_list_model_get_n_items (self->groups) == 0)
    page = self->empty;
  gtk_stack_set_visible_child (self->stack, page);
}

static void
on_items_changed_cb (ConfabSidebar *self)
{
  ConfabConversation *conversation;

  show_page (self);

  /* What goes away takes its menu along; what moves is followed. */
  conversation = confab_sidebar_menu_get_conversation (self->menu);
  if (conversation != NULL && find_position (self, conversation) == GTK_INVALID_LIST_POSITION)
    confab_sidebar_menu_close (self->menu);
  else if (conversation != NULL)
    confab_sidebar_menu_follow (self->menu);

  /* A conversation that has just been stored enters the list while it is already open. */
  if (self->current != NULL)
    gtk_single_selection_set_selected (self->selection, find_position (self, self->current));
}

static void
show_model (ConfabSidebar *self,
            GListModel    *model)
{
  if (self->groups != NULL)
    g_signal_handlers_disconnect_by_func (self->groups, on_items_changed_cb, self);
  g_clear_object (&self->groups);

  self->groups = G_LIST_MODEL (confab_date_groups_new (model));
  gtk_single_selection_set_model (self->selection, self->groups);
  g_signal_connect_object (self->groups, "items-changed",
                           G_CALLBACK (on_items_changed_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  on_items_changed_cb (self);
}

static void
on_archive_toggled_cb (ConfabSidebar *self)
{
  if (gtk_toggle_button_get_active (self->archive_button))
    show_model (self, confab_conversation_list_get_archived (self->conversations));
  else
    show_model (self, G_LIST_MODEL (self->conversations));
}

/* Where nothing is archived there is nothing to be shown, and nobody is to be left there. */
static void
update_archive (ConfabSidebar *self)
{
  const guint n = g_list_model_get_n_items (confab_conversation_list_get_archived (self->conversations));
  /* Translators: how many conversations are archived, as in "Archived (3)". */
  g_autofree char *label = g_strdup_printf (_("Archived (%u)"), n);

  gtk_label_set_label (self->archive_label, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->archive_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_revealer_set_reveal_child (self->archive_revealer, n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->archive_revealer), n > 0);
  if (n == 0)
    gtk_toggle_button_set_active (self->archive_button, FALSE);
}

static void
on_remove_requested_cb (ConfabSidebar      *self,
                        ConfabConversation *conversation)
{
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0, conversation);
}

static void
on_menu_requested_cb (ConfabSidebar    *self,
                      double            x,
                      double            y,
                      ConfabSidebarRow *row)
{
  confab_sidebar_menu_open (self->menu, row, x, y);
}

static void
on_search_button_toggled_cb (ConfabSidebar *self)
{
  show_page (self);
  if (gtk_toggle_button_get_active (self->search_button))
    confab_search_pane_focus (self->search_pane);
  else
    confab_search_pane_clear (self->search_pane);
}

static void
on_hit_activated_cb (ConfabSidebar   *self,
                     ConfabSearchHit *hit)
{
  g_signal_emit (self, signals[SIGNAL_HIT_ACTIVATED], 0, hit);
}

static void
on_factory_setup_cb (ConfabSidebar *self,
                     GtkListItem   *list_item)
{
  GtkWidget *row = confab_sidebar_row_new ();

  g_signal_connect_object (row, "menu-requested", G_CALLBACK (on_menu_requested_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (list_item, row);
}

static void
on_factory_bind_cb (ConfabSidebar *self,
                    GtkListItem   *list_item)
{
  gpointer item = gtk_list_item_get_item (list_item);
  const gboolean is_conversation = CONFAB_IS_CONVERSATION (item);

  confab_sidebar_row_set_item (CONFAB_SIDEBAR_ROW (gtk_list_item_get_child (list_item)), item);
  gtk_list_item_set_selectable (list_item, is_conversation);
  gtk_list_item_set_activatable (list_item, is_conversation);
}

static void
on_factory_unbind_cb (ConfabSidebar *self,
                      GtkListItem   *list_item)
{
  confab_sidebar_row_set_item (CONFAB_SIDEBAR_ROW (gtk_list_item_get_child (list_item)), NULL);
}

/* The parent of a row is what takes the focus. */
static gboolean
focus_row (ConfabSidebar *self)
{
  GtkWidget *row = confab_sidebar_row_find (self->list_view, self->current);

  if (row == NULL)
    row = confab_sidebar_row_find (self->list_view, NULL);

  return row != NULL && gtk_widget_grab_focus (gtk_widget_get_parent (row));
}

static void
on_search_closed_cb (ConfabSidebar *self)
{
  gtk_toggle_button_set_active (self->search_button, FALSE);
  if (!focus_row (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->search_button));
}

/* The list tries its first line, which is a heading and refuses, and leaves the focus to what
 * scrolls it. */
static gboolean
confab_sidebar_focus (GtkWidget        *widget,
                      GtkDirectionType  direction)
{
  ConfabSidebar *self = CONFAB_SIDEBAR (widget);
  const gboolean is_moved = GTK_WIDGET_CLASS (confab_sidebar_parent_class)->focus (widget, direction);

  if (is_moved && gtk_widget_is_focus (self->scroller))
    focus_row (self);

  return is_moved;
}

/* The menu of the row that has the focus. */
static gboolean
open_focused_menu (ConfabSidebar *self)
{
  GtkWidget *line = gtk_widget_get_focus_child (GTK_WIDGET (self->list_view));
  GtkWidget *row = line != NULL ? gtk_widget_get_first_child (line) : NULL;

  if (!CONFAB_IS_SIDEBAR_ROW (row) || confab_sidebar_row_get_conversation (CONFAB_SIDEBAR_ROW (row)) == NULL)
    return GDK_EVENT_PROPAGATE;

  confab_sidebar_menu_open (self->menu, CONFAB_SIDEBAR_ROW (row),
                            gtk_widget_get_width (row) / 2.0, gtk_widget_get_height (row));
  return GDK_EVENT_STOP;
}

/* The list would stop at a heading. */
static gboolean
on_list_key_pressed_cb (ConfabSidebar   *self,
                        guint            keyval,
                        guint            keycode,
                        GdkModifierType  state)
{
  const gboolean is_down = keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down;
  const gboolean is_up = keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up;

  state &= gtk_accelerator_get_default_mod_mask ();
  if ((keyval == GDK_KEY_Menu && state == 0) || (keyval == GDK_KEY_F10 && state == GDK_SHIFT_MASK))
    return open_focused_menu (self);
  if ((!is_down && !is_up) || state != 0)
    return GDK_EVENT_PROPAGATE;

  confab_sidebar_select_relative (self, is_down ? 1 : -1);
  focus_row (self);

  return GDK_EVENT_STOP;
}

static void
confab_sidebar_dispose (GObject *object)
{
  ConfabSidebar *self = CONFAB_SIDEBAR (object);

  if (self->menu != NULL)
    g_object_run_dispose (G_OBJECT (self->menu));
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_SIDEBAR);
  g_clear_object (&self->menu);
  g_clear_object (&self->selection);
  g_clear_object (&self->groups);
  g_clear_object (&self->conversations);
  g_clear_object (&self->current);

  G_OBJECT_CLASS (confab_sidebar_parent_class)->dispose (object);
}

static void
confab_sidebar_class_init (ConfabSidebarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_sidebar_dispose;
  widget_class->focus = confab_sidebar_focus;

  /**
   * ConfabSidebar::conversation-selected:
   * @conversation: which one shall be shown
   */
  signals[SIGNAL_SELECTED] =
    g_signal_new ("conversation-selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, CONFAB_TYPE_CONVERSATION);

  /**
   * ConfabSidebar::conversation-removed:
   * @conversation: which one shall be deleted
   */
  signals[SIGNAL_REMOVED] =
    g_signal_new ("conversation-removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, CONFAB_TYPE_CONVERSATION);

  /**
   * ConfabSidebar::hit-activated:
   * @hit: what was found and shall be shown
   */
  signals[SIGNAL_HIT_ACTIVATED] =
    g_signal_new ("hit-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, CONFAB_TYPE_SEARCH_HIT);

  g_type_ensure (CONFAB_TYPE_SEARCH_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/confab/Confab/ui/confab-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebar, header_bar);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebar, stack);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebar, scroller);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebar, empty);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebar, search_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebar, search_pane);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebar, list_view);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebar, archive_revealer);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebar, archive_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabSidebar, archive_label);
  gtk_widget_class_bind_template_callback (widget_class, on_archive_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_button_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_hit_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_closed_cb);
}

static void
confab_sidebar_init (ConfabSidebar *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys;

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_factory_setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_factory_bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_factory_unbind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list_view, factory);

  keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_list_key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list_view), keys);
}

/**
 * confab_sidebar_set_conversations:
 * @conversations: the conversations
 *
 * Called once.
 */
void
confab_sidebar_set_conversations (ConfabSidebar          *self,
                                  ConfabConversationList *conversations)
{
  g_return_if_fail (CONFAB_IS_SIDEBAR (self));
  g_return_if_fail (CONFAB_IS_CONVERSATION_LIST (conversations));
  g_return_if_fail (self->conversations == NULL);

  self->conversations = g_object_ref (conversations);
  self->menu = confab_sidebar_menu_new (GTK_WIDGET (self), self->list_view, conversations);
  g_signal_connect_swapped (self->menu, "remove-requested", G_CALLBACK (on_remove_requested_cb), self);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  show_model (self, G_LIST_MODEL (conversations));
  g_signal_connect_object (self->selection, "notify::selected-item",
                           G_CALLBACK (on_selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (confab_conversation_list_get_archived (conversations), "items-changed",
                           G_CALLBACK (update_archive), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  update_archive (self);
}

/**
 * confab_sidebar_set_search:
 * @search: what finds messages
 *
 * Called once.
 */
void
confab_sidebar_set_search (ConfabSidebar *self,
                           ConfabSearch  *search)
{
  g_return_if_fail (CONFAB_IS_SIDEBAR (self));

  confab_search_pane_set_search (self->search_pane, search);
}

/**
 * confab_sidebar_begin_search:
 *
 * Shows where to search, in the place of the list, with the keyboard focus in it.
 */
void
confab_sidebar_begin_search (ConfabSidebar *self)
{
  g_return_if_fail (CONFAB_IS_SIDEBAR (self));

  gtk_toggle_button_set_active (self->search_button, TRUE);
  confab_search_pane_focus (self->search_pane);
}

/**
 * confab_sidebar_select:
 * @conversation: (nullable): the one that is shown
 *
 * Marks a conversation without telling of it.
 */
void
confab_sidebar_select (ConfabSidebar      *self,
                       ConfabConversation *conversation)
{
  g_return_if_fail (CONFAB_IS_SIDEBAR (self));

  g_set_object (&self->current, conversation);
  gtk_single_selection_set_selected (self->selection, find_position (self, conversation));
}

/**
 * confab_sidebar_select_relative:
 * @step: 1 for the one below, -1 for the one above
 *
 * Chooses a neighbour of the conversation that is shown.
 */
void
confab_sidebar_select_relative (ConfabSidebar *self,
                                int            step)
{
  const guint n = g_list_model_get_n_items (self->groups);
  guint position;

  g_return_if_fail (CONFAB_IS_SIDEBAR (self));
  g_return_if_fail (step == 1 || step == -1);

  position = find_position (self, self->current);
  if (position == GTK_INVALID_LIST_POSITION)
    position = step > 0 ? G_MAXUINT : n;

  /* Headings are stepped over; unsigned arithmetic ends the walk at either end. */
  for (position += step; position < n; position += step)
    {
      g_autoptr(GObject) item = g_list_model_get_item (self->groups, position);

      if (CONFAB_IS_CONVERSATION (item))
        {
          gtk_single_selection_set_selected (self->selection, position);
          gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", position);
          return;
        }
    }
}

/**
 * confab_sidebar_set_folded:
 * @folded: whether the sidebar has the window to itself
 */
void
confab_sidebar_set_folded (ConfabSidebar *self,
                           gboolean       folded)
{
  g_return_if_fail (CONFAB_IS_SIDEBAR (self));

  adw_header_bar_set_show_end_title_buttons (self->header_bar, folded);
}
