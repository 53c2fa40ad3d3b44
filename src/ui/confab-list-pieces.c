/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-list-pieces"

#include "config.h"

#include "confab-list-pieces.h"

/* In lines. One piece and a drawing of it together take less than a frame. */
#define PIECE 12

/* In heights of what is seen of the list: how much there is below it. */
#define PAGES_BELOW 2

/**
 * ConfabListPieces:
 *
 * Gives a list view the beginning of a long list, and more whenever its end comes near. A list view makes rows for
 * up to two hundred lines at once, be there room for ten, and as many anew when another list is shown; for a list
 * in which one types that is too many.
 */
struct _ConfabListPieces
{
  GObject            parent_instance;

  GtkSliceListModel *begun;       /* owned */
  GtkAdjustment     *adjustment;  /* owned */
  guint              grow_id;     /* source id, when more is to come */
};

G_DEFINE_FINAL_TYPE (ConfabListPieces, confab_list_pieces, G_TYPE_OBJECT)

static gboolean
needs_more (ConfabListPieces *self)
{
  GListModel *all = gtk_slice_list_model_get_model (self->begun);
  const double page = gtk_adjustment_get_page_size (self->adjustment);
  const double below = gtk_adjustment_get_upper (self->adjustment) - gtk_adjustment_get_value (self->adjustment) - page;

  return all != NULL && page > 0 && below < PAGES_BELOW * page &&
         g_list_model_get_n_items (all) > gtk_slice_list_model_get_size (self->begun);
}

static gboolean
grow_cb (gpointer user_data)
{
  ConfabListPieces *self = CONFAB_LIST_PIECES (user_data);

  self->grow_id = 0;
  if (needs_more (self))
    gtk_slice_list_model_set_size (self->begun, gtk_slice_list_model_get_size (self->begun) + PIECE);

  return G_SOURCE_REMOVE;
}

/* Not while the view finds out its size, and not before it was drawn. */
static void
grow_if_needed (ConfabListPieces *self)
{
  if (self->grow_id == 0 && needs_more (self))
    self->grow_id = g_idle_add (grow_cb, self);
}

/* Who asks for the end means that of the list. */
static gboolean
on_key_pressed_cb (ConfabListPieces *self,
                   guint             keyval,
                   guint             keycode,
                   GdkModifierType   state)
{
  if (keyval == GDK_KEY_End || keyval == GDK_KEY_KP_End)
    gtk_slice_list_model_set_size (self->begun, G_MAXUINT);

  return GDK_EVENT_PROPAGATE;
}

static void
confab_list_pieces_dispose (GObject *object)
{
  ConfabListPieces *self = CONFAB_LIST_PIECES (object);

  g_clear_handle_id (&self->grow_id, g_source_remove);
  g_clear_object (&self->begun);
  g_clear_object (&self->adjustment);

  G_OBJECT_CLASS (confab_list_pieces_parent_class)->dispose (object);
}

static void
confab_list_pieces_class_init (ConfabListPiecesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = confab_list_pieces_dispose;
}

static void
confab_list_pieces_init (ConfabListPieces *self)
{
}

/**
 * confab_list_pieces_new:
 * @view: a list view within a scrolled window
 *
 * Gives the view a list in which nothing is selected, empty at first.
 *
 * Returns: (transfer full): what keeps the view going
 */
ConfabListPieces *
confab_list_pieces_new (GtkListView *view)
{
  ConfabListPieces *self;
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autoptr(GtkNoSelection) selection = NULL;

  g_return_val_if_fail (GTK_IS_LIST_VIEW (view), NULL);

  self = g_object_new (CONFAB_TYPE_LIST_PIECES, NULL);
  self->begun = gtk_slice_list_model_new (NULL, 0, PIECE);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->begun)));
  gtk_list_view_set_model (view, GTK_SELECTION_MODEL (selection));

  self->adjustment = g_object_ref (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)));
  g_signal_connect_object (self->adjustment, "changed", G_CALLBACK (grow_if_needed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (grow_if_needed), self, G_CONNECT_SWAPPED);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), keys);

  return self;
}

/**
 * confab_list_pieces_set_model:
 * @model: what the view is to show
 *
 * Shows another list from its beginning.
 */
void
confab_list_pieces_set_model (ConfabListPieces *self,
                              GListModel       *model)
{
  g_return_if_fail (CONFAB_IS_LIST_PIECES (self));
  g_return_if_fail (G_IS_LIST_MODEL (model));

  /* Newer list views would stay as far down as they are. */
  gtk_adjustment_set_value (self->adjustment, 0);
  g_clear_handle_id (&self->grow_id, g_source_remove);
  gtk_slice_list_model_set_size (self->begun, PIECE);
  gtk_slice_list_model_set_model (self->begun, model);
}
