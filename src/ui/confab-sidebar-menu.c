/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-sidebar-menu"

#include "config.h"

#include "confab-sidebar-menu.h"

#include "confab-undo-toast.h"
#include "confab-window.h"

#include <glib/gi18n.h>

/**
 * ConfabSidebarMenu:
 *
 * What is done with a conversation of the sidebar: its context menu, and where it gets another title.
 *
 * Both belong to the sidebar and not to a row. A row shows another conversation when a reply arrives
 * somewhere, and a popover that went with it would take what was typed along; destroyed while it is
 * open, it would also leave the pointer grabbed, so that no click reaches the window any more.
 *
 * It does what is chosen, but for what leaves another conversation open: "remove-requested" asks for
 * that.
 */
struct _ConfabSidebarMenu
{
  GObject             parent_instance;

  GtkWidget          *sidebar;       /* borrowed: it owns this */
  GtkListView        *list_view;     /* borrowed, in the sidebar */
  ConfabConversationList *conversations; /* owned */
  GSimpleActionGroup *actions;       /* owned */
  GtkWidget          *menu;          /* owned child of the sidebar */
  GtkWidget          *title;         /* owned child of the sidebar */
  GtkWidget          *entry;         /* borrowed, in the title */
  ConfabConversation *conversation;  /* owned, nullable: what they are about */
  GtkWidget          *focus;         /* unowned-weak, nullable: what had it before */
  guint               follow_id;
  guint               refocus_id;
  guint               is_laid_out : 1;
  guint               was_in_list : 1; /* the focus */
};

enum { SIGNAL_REMOVE_REQUESTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabSidebarMenu, confab_sidebar_menu, G_TYPE_OBJECT)

static GtkWidget *
get_focus (ConfabSidebarMenu *self)
{
  GtkRoot *root = gtk_widget_get_root (self->sidebar);

  return root != NULL ? gtk_root_get_focus (root) : NULL;
}

static gboolean
is_within (GtkWidget *widget,
           GtkWidget *ancestor)
{
  return widget == ancestor || gtk_widget_is_ancestor (widget, ancestor);
}

/* Open or just closed. */
static gboolean
has_focus (ConfabSidebarMenu *self)
{
  GtkWidget *focus = get_focus (self);

  return focus != NULL && (is_within (focus, self->menu) || is_within (focus, self->title));
}

static void
remember_focus (ConfabSidebarMenu *self)
{
  GtkWidget *focus = get_focus (self);

  if (has_focus (self))
    return;

  g_set_weak_pointer (&self->focus, focus);
  self->was_in_list = focus != NULL && is_within (focus, GTK_WIDGET (self->list_view));
}

/* Rows are made to show other conversations, so that the one that had the focus may be another one. */
static GtkWidget *
find_focus (ConfabSidebarMenu *self)
{
  GtkWidget *row;

  if (!self->was_in_list)
    return self->focus;

  row = confab_sidebar_row_find (self->list_view, self->conversation);
  if (row == NULL)
    row = confab_sidebar_row_find (self->list_view, NULL);

  return row != NULL ? gtk_widget_get_parent (row) : NULL;
}

static gboolean
refocus_cb (gpointer user_data)
{
  ConfabSidebarMenu *self = user_data;
  GtkWidget *wanted;

  self->refocus_id = 0;
  if (gtk_widget_get_visible (self->menu) || gtk_widget_get_visible (self->title))
    return G_SOURCE_REMOVE;

  wanted = find_focus (self);
  if (wanted != NULL && gtk_widget_get_mapped (wanted) && (get_focus (self) == NULL || has_focus (self)))
    gtk_widget_grab_focus (wanted);
  g_clear_weak_pointer (&self->focus);

  return G_SOURCE_REMOVE;
}

/* The focus goes back, unless what was chosen leads elsewhere. That shows only after this, and before the
 * next frame, for which GTK gives a focus that is not to be seen any more to the first best. */
static void
on_closed_cb (ConfabSidebarMenu *self)
{
  if (self->refocus_id == 0)
    self->refocus_id = g_idle_add_full (G_PRIORITY_DEFAULT, refocus_cb, self, NULL);
}

static void
on_entry_activate_cb (ConfabSidebarMenu *self)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  if (*title != '\0')
    confab_conversation_list_rename (self->conversations, self->conversation, title);
  gtk_popover_popdown (GTK_POPOVER (self->title));
}

static void
rename_activated (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  ConfabSidebarMenu *self = user_data;

  gtk_editable_set_text (GTK_EDITABLE (self->entry), confab_conversation_get_title (self->conversation));
  gtk_popover_popdown (GTK_POPOVER (self->menu));
  gtk_popover_popup (GTK_POPOVER (self->title));
  gtk_widget_grab_focus (self->entry);
}

static void
pin_changed (GSimpleAction *action,
             GVariant      *state,
             gpointer       user_data)
{
  ConfabSidebarMenu *self = user_data;

  g_simple_action_set_state (action, state);
  confab_conversation_list_set_pinned (self->conversations, self->conversation, g_variant_get_boolean (state));
}

static void
archive_activated (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  ConfabSidebarMenu *self = user_data;
  const gboolean archived = g_str_equal (g_action_get_name (G_ACTION (action)), "archive");
  GtkRoot *root = gtk_widget_get_root (self->sidebar);

  confab_conversation_list_set_archived (self->conversations, self->conversation, archived);
  if (CONFAB_IS_WINDOW (root))
    confab_window_add_toast (CONFAB_WINDOW (root),
                             confab_undo_toast_new_archived (self->conversations, self->conversation));
}

static void
export_activated (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  ConfabSidebarMenu *self = user_data;

  gtk_widget_activate_action (self->sidebar, "app.export-conversation", "s",
                              confab_conversation_get_id (self->conversation));
}

static void
delete_activated (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  ConfabSidebarMenu *self = user_data;

  g_signal_emit (self, signals[SIGNAL_REMOVE_REQUESTED], 0, self->conversation);
}

static const GActionEntry entries[] = {
  { .name = "rename", .activate = rename_activated },
  { .name = "pinned", .state = "false", .change_state = pin_changed },
  { .name = "archive", .activate = archive_activated },
  { .name = "unarchive", .activate = archive_activated },
  { .name = "export", .activate = export_activated },
  { .name = "delete", .activate = delete_activated },
};

static GSimpleAction *
lookup_action (ConfabSidebarMenu *self,
               const char        *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

static gboolean
get_place (ConfabSidebarMenu *self,
           GtkWidget         *row,
           GdkRectangle      *place)
{
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (row, self->sidebar, &bounds))
    return FALSE;

  *place = (GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y,
                            (int) bounds.size.width, (int) bounds.size.height };
  return TRUE;
}

static gboolean
follow_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       user_data)
{
  ConfabSidebarMenu *self = user_data;
  GtkWidget *row;
  GdkRectangle place;

  /* Rows have their new places once they were laid out, which a frame does after this. */
  if (!self->is_laid_out)
    {
      self->is_laid_out = TRUE;
      return G_SOURCE_CONTINUE;
    }

  self->follow_id = 0;
  row = confab_sidebar_row_find (self->list_view, self->conversation);
  if (row != NULL && get_place (self, row, &place))
    gtk_popover_set_pointing_to (GTK_POPOVER (self->title), &place);

  return G_SOURCE_REMOVE;
}

static GtkWidget *
create_menu (void)
{
  g_autoptr(GtkBuilder) builder =
    gtk_builder_new_from_resource ("/io/github/confab/Confab/ui/confab-sidebar-menu.ui");
  GtkWidget *menu =
    gtk_popover_menu_new_from_model (G_MENU_MODEL (gtk_builder_get_object (builder, "context_menu")));

  gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
  gtk_widget_set_halign (menu, GTK_ALIGN_START);

  return menu;
}

static void
set_up (ConfabSidebarMenu *self,
        GtkWidget         *sidebar)
{
  self->sidebar = sidebar;
  gtk_widget_insert_action_group (sidebar, "conversation", G_ACTION_GROUP (self->actions));

  self->menu = create_menu ();
  gtk_widget_set_parent (self->menu, sidebar);

  self->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 28);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Title of the conversation"), -1);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (on_entry_activate_cb), self, G_CONNECT_SWAPPED);
  self->title = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->title), self->entry);
  gtk_widget_set_parent (self->title, sidebar);

  g_signal_connect_object (self->menu, "closed", G_CALLBACK (on_closed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->title, "closed", G_CALLBACK (on_closed_cb), self, G_CONNECT_SWAPPED);
}

static void
confab_sidebar_menu_dispose (GObject *object)
{
  ConfabSidebarMenu *self = CONFAB_SIDEBAR_MENU (object);

  if (self->follow_id != 0)
    gtk_widget_remove_tick_callback (self->sidebar, self->follow_id);
  self->follow_id = 0;
  confab_sidebar_menu_close (self);
  g_clear_handle_id (&self->refocus_id, g_source_remove);
  g_clear_weak_pointer (&self->focus);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->title, gtk_widget_unparent);
  g_clear_object (&self->actions);
  g_clear_object (&self->conversation);
  g_clear_object (&self->conversations);

  G_OBJECT_CLASS (confab_sidebar_menu_parent_class)->dispose (object);
}

static void
confab_sidebar_menu_class_init (ConfabSidebarMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_sidebar_menu_dispose;

  /**
   * ConfabSidebarMenu::remove-requested:
   * @conversation: which
   */
  signals[SIGNAL_REMOVE_REQUESTED] =
    g_signal_new ("remove-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, CONFAB_TYPE_CONVERSATION);
}

static void
confab_sidebar_menu_init (ConfabSidebarMenu *self)
{
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

/**
 * confab_sidebar_menu_new:
 * @sidebar: where it is shown; owns the menu, and disposes of it before itself
 * @list_view: the rows in it
 * @conversations: the conversations
 *
 * Returns: (transfer full): a menu that is not open
 */
ConfabSidebarMenu *
confab_sidebar_menu_new (GtkWidget              *sidebar,
                         GtkListView            *list_view,
                         ConfabConversationList *conversations)
{
  ConfabSidebarMenu *self = g_object_new (CONFAB_TYPE_SIDEBAR_MENU, NULL);

  self->conversations = g_object_ref (conversations);
  self->list_view = list_view;
  set_up (self, sidebar);

  return self;
}

/**
 * confab_sidebar_menu_get_conversation:
 *
 * Returns: (transfer none) (nullable): what something is being done with, %NULL when nothing is open
 */
ConfabConversation *
confab_sidebar_menu_get_conversation (ConfabSidebarMenu *self)
{
  g_return_val_if_fail (CONFAB_IS_SIDEBAR_MENU (self), NULL);

  return gtk_widget_get_visible (self->menu) || gtk_widget_get_visible (self->title) ? self->conversation : NULL;
}

/**
 * confab_sidebar_menu_open:
 * @row: a row with a conversation
 * @x: where the menu points to in the row
 * @y: where the menu points to in the row
 *
 * Opens the menu of a conversation.
 */
void
confab_sidebar_menu_open (ConfabSidebarMenu *self,
                          ConfabSidebarRow  *row,
                          double             x,
                          double             y)
{
  ConfabConversation *conversation;
  GdkRectangle place;
  gboolean is_archived;

  g_return_if_fail (CONFAB_IS_SIDEBAR_MENU (self));
  g_return_if_fail (CONFAB_IS_SIDEBAR_ROW (row));

  conversation = confab_sidebar_row_get_conversation (row);
  if (!get_place (self, GTK_WIDGET (row), &place))
    return;

  remember_focus (self);
  confab_sidebar_menu_close (self);
  g_set_object (&self->conversation, conversation);

  is_archived = confab_conversation_get_archived (conversation);
  g_simple_action_set_enabled (lookup_action (self, "archive"), !is_archived);
  g_simple_action_set_enabled (lookup_action (self, "unarchive"), is_archived);
  g_simple_action_set_state (lookup_action (self, "pinned"),
                             g_variant_new_boolean (confab_conversation_get_pinned (conversation)));

  gtk_popover_set_pointing_to (GTK_POPOVER (self->title), &place);
  place = (GdkRectangle) { place.x + (int) x, place.y + (int) y, 1, 1 };
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/**
 * confab_sidebar_menu_follow:
 *
 * Rows have moved: lets the new title that is being typed point to its conversation. The menu stays
 * where it was opened, for the pointer is about to choose from it.
 */
void
confab_sidebar_menu_follow (ConfabSidebarMenu *self)
{
  g_return_if_fail (CONFAB_IS_SIDEBAR_MENU (self));

  self->is_laid_out = FALSE;
  if (self->follow_id == 0)
    self->follow_id = gtk_widget_add_tick_callback (self->sidebar, follow_cb, self, NULL);
}

/**
 * confab_sidebar_menu_close:
 *
 * Closes what is open.
 */
void
confab_sidebar_menu_close (ConfabSidebarMenu *self)
{
  g_return_if_fail (CONFAB_IS_SIDEBAR_MENU (self));

  if (self->menu != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->menu));
  if (self->title != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->title));
}
