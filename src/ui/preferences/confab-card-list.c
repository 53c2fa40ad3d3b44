/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-card-list"

#include "config.h"

#include "confab-card-list.h"

/* So many cards are made at a time: more than a window shows, and few enough to be made between two
 * frames. */
#define STEP 30

/**
 * ConfabCardList:
 *
 * Cards of providers, in order. However many providers there are, cards are made for those near what
 * is looked at: the first ones, and more as the end of them comes into view.
 *
 * Cards belong to the page, which has several lists, and move between them with what was typed.
 */
struct _ConfabCardList
{
  GtkBox          parent_instance;

  /* template */
  GtkWidget      *more_button;

  ConfabRegistry *registry;   /* owned */
  GHashTable     *cards;      /* owned: of all lists, provider to card */
  GPtrArray      *providers;  /* owned, of ConfabProvider: all that are in this list */
  guint           limit;      /* how many of them have a card */
  gboolean        orderly;    /* a person can change the order */
  GtkWidget      *marked;     /* borrowed, a child: where something would be dropped; nullable */
};

enum { SIGNAL_MOVE, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ConfabCardList, confab_card_list, GTK_TYPE_BOX)

static GtkWidget *
get_card (ConfabCardList *self,
          ConfabProvider *provider)
{
  GtkWidget *card = g_hash_table_lookup (self->cards, provider);

  if (card == NULL)
    {
      card = confab_provider_card_new (self->registry, provider);
      g_hash_table_insert (self->cards, g_object_ref (provider), g_object_ref_sink (card));
    }

  return card;
}

static void
put_after (ConfabCardList *self,
           GtkWidget      *card,
           GtkWidget      *previous)
{
  GtkWidget *parent = gtk_widget_get_parent (card);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (parent == GTK_WIDGET (self))
    {
      if (gtk_widget_get_prev_sibling (card) != previous)
        gtk_box_reorder_child_after (GTK_BOX (self), card, previous);
      return;
    }

  if (focus != NULL && !gtk_widget_is_ancestor (focus, card))
    focus = NULL;
  if (parent != NULL)
    gtk_box_remove (GTK_BOX (parent), card);
  gtk_box_insert_child_after (GTK_BOX (self), card, previous);
  if (focus != NULL)
    gtk_widget_grab_focus (focus);
}

/* What was typed into a card, or is being typed, is not lost when it is out of view. */
static void
drop_card (ConfabCardList *self,
           GtkWidget      *card)
{
  ConfabProviderCard *dropped = CONFAB_PROVIDER_CARD (card);

  if (self->marked == card)
    self->marked = NULL;

  g_object_ref (card);
  gtk_box_remove (GTK_BOX (self), card);
  if (!confab_provider_card_get_built (dropped))
    g_hash_table_remove (self->cards, confab_provider_card_get_provider (dropped));
  g_object_unref (card);
}

static void
arrange (ConfabCardList *self)
{
  const guint n = MIN (self->limit, self->providers->len);
  GtkWidget *previous = NULL;
  GtkWidget *child;

  for (guint i = 0; i < n; i++)
    {
      GtkWidget *card = get_card (self, g_ptr_array_index (self->providers, i));

      confab_provider_card_set_movable (CONFAB_PROVIDER_CARD (card), self->orderly);
      put_after (self, card, previous);
      previous = card;
    }

  child = previous != NULL ? gtk_widget_get_next_sibling (previous) : gtk_widget_get_first_child (GTK_WIDGET (self));
  while (child != NULL && child != self->more_button)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      drop_card (self, child);
      child = next;
    }

  gtk_widget_set_visible (self->more_button, n < self->providers->len);
}

static void
grow (ConfabCardList *self)
{
  self->limit += STEP;
  arrange (self);
}

static gboolean
move_by (ConfabCardList *self,
         ConfabProvider *provider,
         int             places)
{
  guint current;
  int target;

  if (!self->orderly || places == 0 || !g_ptr_array_find (self->providers, provider, &current))
    return FALSE;

  target = CLAMP ((int) current + places, 0, (int) self->providers->len - 1);
  if (target == (int) current)
    return FALSE;

  g_signal_emit (self, signals[SIGNAL_MOVE], 0, provider,
                 target < (int) current ? g_ptr_array_index (self->providers, target)
                 : target + 1 < (int) self->providers->len ? g_ptr_array_index (self->providers, target + 1)
                                                            : NULL,
                 (guint) target);
  return TRUE;
}

/* Dropping */

/* Before which place something at a height would be dropped. */
static guint
find_place (ConfabCardList *self,
            double          y)
{
  guint place = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));
       child != NULL && child != self->more_button;
       child = gtk_widget_get_next_sibling (child))
    {
      graphene_rect_t bounds;

      if (gtk_widget_compute_bounds (child, GTK_WIDGET (self), &bounds) &&
          y < bounds.origin.y + bounds.size.height / 2)
        break;
      place++;
    }

  return place;
}

static void
mark_place (ConfabCardList *self,
            int             place)
{
  GtkWidget *child = NULL;
  gboolean behind = FALSE;

  if (self->marked != NULL)
    {
      gtk_widget_remove_css_class (self->marked, "drop-before");
      gtk_widget_remove_css_class (self->marked, "drop-behind");
    }
  self->marked = NULL;
  if (place < 0)
    return;

  child = gtk_widget_get_first_child (GTK_WIDGET (self));
  for (int i = 0; i < place && child != NULL; i++)
    child = gtk_widget_get_next_sibling (child);
  if (child == self->more_button)
    {
      child = gtk_widget_get_prev_sibling (child);
      behind = TRUE;
    }
  if (child == NULL)
    return;

  gtk_widget_add_css_class (child, behind ? "drop-behind" : "drop-before");
  self->marked = child;
}

static GdkDragAction
on_drop_motion_cb (ConfabCardList *self,
                   double          x,
                   double          y)
{
  mark_place (self, (int) find_place (self, y));

  return GDK_ACTION_MOVE;
}

static void
on_drop_leave_cb (ConfabCardList *self)
{
  mark_place (self, -1);
}

static gboolean
on_drop_cb (ConfabCardList *self,
            const GValue   *value,
            double          x,
            double          y)
{
  ConfabProvider *provider = g_value_get_object (value);
  const guint place = find_place (self, y);
  guint current;

  mark_place (self, -1);
  if (provider == NULL || !g_ptr_array_find (self->providers, provider, &current))
    return FALSE;

  /* It is not counted itself when it moves down. */
  if (place > current)
    return move_by (self, provider, (int) (place - current) - 1);
  return move_by (self, provider, -(int) (current - place));
}

static void
confab_card_list_dispose (GObject *object)
{
  ConfabCardList *self = CONFAB_CARD_LIST (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL && child != self->more_button)
    gtk_box_remove (GTK_BOX (self), child);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONFAB_TYPE_CARD_LIST);
  g_clear_object (&self->registry);
  g_clear_pointer (&self->cards, g_hash_table_unref);

  G_OBJECT_CLASS (confab_card_list_parent_class)->dispose (object);
}

static void
confab_card_list_finalize (GObject *object)
{
  g_clear_pointer (&CONFAB_CARD_LIST (object)->providers, g_ptr_array_unref);

  G_OBJECT_CLASS (confab_card_list_parent_class)->finalize (object);
}

static void
confab_card_list_class_init (ConfabCardListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_card_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = confab_card_list_finalize;

  /**
   * ConfabCardList::move:
   * @self: the list
   * @provider: whom to move
   * @before: (nullable): before whom; %NULL for behind the last
   * @place: the place it has then, from 0
   *
   * The person wants a provider to have another place.
   */
  signals[SIGNAL_MOVE] =
    g_signal_new ("move", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                  CONFAB_TYPE_PROVIDER, CONFAB_TYPE_PROVIDER, G_TYPE_UINT);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/preferences/confab-card-list.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabCardList, more_button);
  gtk_widget_class_bind_template_callback (widget_class, grow);
}

static void
confab_card_list_init (ConfabCardList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->providers = g_ptr_array_new_with_free_func (g_object_unref);
  self->limit = STEP;
}

/**
 * confab_card_list_set_source:
 * @registry: who changes providers
 * @cards: (element-type ConfabProvider ConfabProviderCard): the cards there are; shared by all lists
 *   of a page
 *
 * Called once.
 */
void
confab_card_list_set_source (ConfabCardList *self,
                             ConfabRegistry *registry,
                             GHashTable     *cards)
{
  g_return_if_fail (CONFAB_IS_CARD_LIST (self));
  g_return_if_fail (self->cards == NULL);

  self->registry = g_object_ref (registry);
  self->cards = g_hash_table_ref (cards);
}

/**
 * confab_card_list_set_providers:
 * @providers: (element-type ConfabProvider): who is in the list, in order
 *
 * Cards of those who stay are the same afterwards.
 */
void
confab_card_list_set_providers (ConfabCardList *self,
                                GPtrArray      *providers)
{
  g_return_if_fail (CONFAB_IS_CARD_LIST (self));

  g_ptr_array_unref (self->providers);
  self->providers = g_ptr_array_ref (providers);
  arrange (self);
}

/**
 * confab_card_list_reset:
 *
 * Forgets how far the list was looked at, before other providers are set.
 */
void
confab_card_list_reset (ConfabCardList *self)
{
  g_return_if_fail (CONFAB_IS_CARD_LIST (self));

  self->limit = STEP;
}

/**
 * confab_card_list_grow_in_view:
 * @view: what scrolls the list
 *
 * Makes more cards if the end of those there are is in view, or nearly.
 */
void
confab_card_list_grow_in_view (ConfabCardList *self,
                               GtkWidget      *view)
{
  graphene_rect_t bounds;

  g_return_if_fail (CONFAB_IS_CARD_LIST (self));

  if (self->limit >= self->providers->len ||
      !gtk_widget_compute_bounds (self->more_button, view, &bounds))
    return;

  /* Above the view it would push away what is looked at. */
  if (bounds.origin.y + bounds.size.height > 0 && bounds.origin.y < 2 * gtk_widget_get_height (view))
    grow (self);
}

/**
 * confab_card_list_find:
 * @provider: whom to look for
 *
 * Returns: (transfer none) (nullable): the provider's card, made if it was not yet; %NULL if the
 *   provider is not in the list
 */
ConfabProviderCard *
confab_card_list_find (ConfabCardList *self,
                       ConfabProvider *provider)
{
  guint position;

  g_return_val_if_fail (CONFAB_IS_CARD_LIST (self), NULL);

  if (!g_ptr_array_find (self->providers, provider, &position))
    return NULL;

  if (position >= self->limit)
    {
      self->limit = position + STEP;
      arrange (self);
    }

  return g_hash_table_lookup (self->cards, provider);
}

/**
 * confab_card_list_set_orderly:
 *
 * Lets a person change the order. Called once, before there are providers.
 */
void
confab_card_list_set_orderly (ConfabCardList *self)
{
  GtkDropTarget *target = NULL;

  g_return_if_fail (CONFAB_IS_CARD_LIST (self));

  self->orderly = TRUE;
  target = gtk_drop_target_new (CONFAB_TYPE_PROVIDER, GDK_ACTION_MOVE);
  g_signal_connect_object (target, "motion", G_CALLBACK (on_drop_motion_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "leave", G_CALLBACK (on_drop_leave_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/**
 * confab_card_list_move:
 * @provider: whom to move
 * @places: by how many places; up if less than 0
 *
 * Asks for a provider to have another place, by [signal@CardList::move].
 */
void
confab_card_list_move (ConfabCardList *self,
                       ConfabProvider *provider,
                       int             places)
{
  g_return_if_fail (CONFAB_IS_CARD_LIST (self));

  move_by (self, provider, places);
}

/**
 * confab_card_list_get_length:
 *
 * Returns: how many providers are in the list
 */
guint
confab_card_list_get_length (ConfabCardList *self)
{
  g_return_val_if_fail (CONFAB_IS_CARD_LIST (self), 0);

  return self->providers->len;
}
