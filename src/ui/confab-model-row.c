/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-row"

#include "config.h"

#include "confab-model-row.h"

#include "confab-model-words.h"
#include "confab-provider-status.h"

#include <glib/gi18n.h>

/**
 * ConfabModelRow:
 *
 * A line of the list of models: what it is called, what it can do, how much it takes in and what it
 * costs, and a star to have it at hand. Or the heading of the lines below it.
 *
 * The star asks for the action `models.set-favorite`, with the ids of provider and model, the model's
 * name, and what to make of it.
 */
struct _ConfabModelRow
{
  GtkWidget             parent_instance;

  /* template */
  GtkWidget            *words;
  GtkLabel             *name;
  GtkLabel             *facts;
  GtkWidget            *vision;
  GtkWidget            *documents;
  GtkWidget            *tools;
  GtkWidget            *thinking;
  GtkToggleButton      *star;

  ConfabFavoriteModels *favorites;  /* owned, nullable */
  ConfabModelChoice    *choice;     /* owned, nullable */
  gboolean              is_showing; /* the star is told, and does not ask */
};

G_DEFINE_FINAL_TYPE (ConfabModelRow, confab_model_row, GTK_TYPE_WIDGET)

static void
add_fact (GString    *text,
          const char *fact)
{
  if (fact == NULL)
    return;

  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, fact);
}

/* Why a favorite cannot be chosen, or may not answer. */
static char *
dup_trouble (ConfabModelChoice *choice)
{
  ConfabProvider *provider = confab_model_choice_get_provider (choice);
  g_auto(ConfabProviderStatus) status = { 0 };

  if (provider == NULL)
    /* Translators: the id of a provider, such as “anthropic” */
    return g_strdup_printf (_("%s was removed"), confab_model_choice_get_provider_id (choice));

  if (confab_model_choice_get_unlisted (choice) && confab_model_choice_get_usable (choice))
    /* Translators: said of a model, after the name of its provider */
    return g_strdup (_("not in its list"));

  if (confab_model_choice_get_usable (choice))
    return NULL;

  confab_provider_status_init (&status, provider, g_get_real_time ());
  return g_strdup (*status.text != '\0' ? status.text : _("Not in use"));
}

static void
set_css_class (GtkWidget  *widget,
               const char *name,
               gboolean    is_set)
{
  if (is_set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
show_facts (ConfabModelRow    *self,
            ConfabModelChoice *choice)
{
  ConfabModelInfo *model = confab_model_choice_get_model (choice);
  ConfabProvider *provider = confab_model_choice_get_provider (choice);
  const ConfabModelGroup group = confab_model_choice_get_group (choice);
  const gboolean is_apart = group == CONFAB_MODEL_GROUP_FAVORITES || group == CONFAB_MODEL_GROUP_RECENT;
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *age = NULL;
  g_autofree char *context = NULL;
  g_autofree char *price = NULL;
  g_autofree char *trouble = NULL;
  g_autofree char *end = NULL;
  gboolean warns = FALSE;
  gboolean is_dimmed = FALSE;

  if (model == NULL && provider != NULL)
    {
      age = confab_model_words_dup_age (confab_provider_get_listed_at_us (provider), g_get_real_time ());
      add_fact (text, age);
    }
  else if (model != NULL)
    {
      const gboolean is_usable = confab_model_choice_get_usable (choice);

      end = confab_model_words_dup_end (model, g_get_real_time ());
      trouble = dup_trouble (choice);
      is_dimmed = !is_usable;
      warns = is_usable && (end != NULL || trouble != NULL);
      /* Of one that cannot be chosen the reason is enough. */
      if (is_usable)
        context = confab_model_words_dup_context (model);
      if (is_usable && end == NULL)
        price = confab_model_words_dup_price (model);

      add_fact (text, end);
      if (is_apart && provider != NULL)
        add_fact (text, confab_provider_get_name (provider));
      add_fact (text, trouble);
      if (confab_model_choice_get_ambiguous (choice))
        add_fact (text, confab_model_info_get_id (model));
      add_fact (text, context);
      add_fact (text, price);
    }

  gtk_label_set_label (self->facts, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->facts), text->len > 0);
  /* What cannot be chosen is dimmed as a whole. */
  set_css_class (GTK_WIDGET (self->facts), "warning", warns);
  set_css_class (GTK_WIDGET (self->facts), "dim-label", !warns && !is_dimmed);
}

static void
show_abilities (ConfabModelRow  *self,
                ConfabModelInfo *model)
{
  const ConfabModelAbility abilities = model != NULL ? confab_model_info_get_abilities (model)
                                                     : CONFAB_MODEL_ABILITY_NONE;

  gtk_widget_set_visible (self->vision, (abilities & CONFAB_MODEL_ABILITY_VISION) != 0);
  gtk_widget_set_visible (self->documents, (abilities & CONFAB_MODEL_ABILITY_DOCUMENTS) != 0);
  gtk_widget_set_visible (self->tools, (abilities & CONFAB_MODEL_ABILITY_TOOLS) != 0);
  gtk_widget_set_visible (self->thinking, (abilities & CONFAB_MODEL_ABILITY_THINKING) != 0);
}

static const char *
get_star_tip (ConfabModelRow *self)
{
  return gtk_toggle_button_get_active (self->star) ? _("Remove from favorites") : _("Add to favorites");
}

static void
show_star (ConfabModelRow *self)
{
  ConfabModelInfo *model = self->choice != NULL ? confab_model_choice_get_model (self->choice) : NULL;
  g_autofree char *label = NULL;
  const char *icon;
  gboolean is_favorite;

  gtk_widget_set_visible (GTK_WIDGET (self->star), self->favorites != NULL && model != NULL);
  if (self->favorites == NULL || model == NULL)
    return;

  is_favorite = confab_favorite_models_contains (self->favorites, confab_model_choice_get_provider_id (self->choice),
                                                 confab_model_info_get_id (model));
  /* Translators: the name of a model; a button that is pressed when the model is a favorite */
  label = g_strdup_printf (_("Favorite: %s"), confab_model_info_get_name (model));
  icon = is_favorite ? "starred-symbolic" : "non-starred-symbolic";

  self->is_showing = TRUE;
  gtk_toggle_button_set_active (self->star, is_favorite);
  self->is_showing = FALSE;
  if (!g_str_equal (gtk_button_get_icon_name (GTK_BUTTON (self->star)), icon))
    gtk_button_set_icon_name (GTK_BUTTON (self->star), icon);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->star),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, get_star_tip (self), -1);
}

static void
on_star_toggled_cb (ConfabModelRow *self)
{
  ConfabModelInfo *model = self->choice != NULL ? confab_model_choice_get_model (self->choice) : NULL;

  if (self->is_showing || model == NULL)
    return;

  gtk_widget_activate_action (GTK_WIDGET (self), "models.set-favorite", "(sssb)",
                              confab_model_choice_get_provider_id (self->choice), confab_model_info_get_id (model),
                              confab_model_info_get_name (model), gtk_toggle_button_get_active (self->star));

  /* It may not have come to be. */
  show_star (self);
}

/* A list gives the focus to what can have it within a line, and to the line itself only where there
 * is nothing. Here it is the line first, so that Enter chooses the model, and then the star. */
static gboolean
confab_model_row_focus (GtkWidget        *widget,
                        GtkDirectionType  direction)
{
  ConfabModelRow *self = CONFAB_MODEL_ROW (widget);
  GtkWidget *line = gtk_widget_get_parent (widget);
  GtkWidget *star = GTK_WIDGET (self->star);

  if (direction == GTK_DIR_TAB_FORWARD && gtk_widget_is_focus (line) && gtk_widget_get_visible (star))
    return gtk_widget_grab_focus (star);
  if (direction == GTK_DIR_TAB_BACKWARD && gtk_widget_get_focus_child (widget) != NULL)
    return gtk_widget_grab_focus (line);

  return FALSE;
}

static const char *
get_id (ConfabModelRow *self)
{
  ConfabModelInfo *model = self->choice != NULL ? confab_model_choice_get_model (self->choice) : NULL;

  return model != NULL ? confab_model_info_get_id (model) : NULL;
}

/* Whoever gives a widget a text for its tooltip makes GTK ask the server each time where the pointer is, which
 * would take longer than all the rest of a list. So the line knows them all. */
static gboolean
confab_model_row_query_tooltip (GtkWidget  *widget,
                                int         x,
                                int         y,
                                gboolean    keyboard_tooltip,
                                GtkTooltip *tooltip)
{
  ConfabModelRow *self = CONFAB_MODEL_ROW (widget);
  const struct {
    GtkWidget  *child;
    const char *text;
  } tips[] = {
    { GTK_WIDGET (self->name), get_id (self) },
    { GTK_WIDGET (self->facts), _("Prices are for a million tokens, in US dollars") },
    { self->vision, _("Sees pictures") },
    { self->documents, _("Reads documents") },
    { self->tools, _("Uses tools") },
    { self->thinking, _("Can think first") },
    { GTK_WIDGET (self->star), get_star_tip (self) },
  };
  GtkWidget *picked = keyboard_tooltip ? gtk_root_get_focus (gtk_widget_get_root (widget))
                                       : gtk_widget_pick (widget, x, y, GTK_PICK_INSENSITIVE);

  for (gsize i = 0; i < G_N_ELEMENTS (tips); i++)
    {
      GdkRectangle area = { 0 };
      graphene_rect_t bounds;

      if (picked == NULL || tips[i].text == NULL ||
          (picked != tips[i].child && !gtk_widget_is_ancestor (picked, tips[i].child)) ||
          !gtk_widget_compute_bounds (tips[i].child, widget, &bounds))
        continue;

      area.x = (int) bounds.origin.x;
      area.y = (int) bounds.origin.y;
      area.width = (int) bounds.size.width;
      area.height = (int) bounds.size.height;
      gtk_tooltip_set_text (tooltip, tips[i].text);
      gtk_tooltip_set_tip_area (tooltip, &area);
      return TRUE;
    }

  return FALSE;
}

static void
confab_model_row_dispose (GObject *object)
{
  ConfabModelRow *self = CONFAB_MODEL_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_MODEL_ROW);
  g_clear_object (&self->favorites);
  g_clear_object (&self->choice);

  G_OBJECT_CLASS (confab_model_row_parent_class)->dispose (object);
}

static void
confab_model_row_class_init (ConfabModelRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_model_row_dispose;
  widget_class->focus = confab_model_row_focus;
  widget_class->query_tooltip = confab_model_row_query_tooltip;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/confab-model-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabModelRow, words);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelRow, name);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelRow, facts);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelRow, vision);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelRow, documents);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelRow, tools);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelRow, thinking);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelRow, star);
  gtk_widget_class_bind_template_callback (widget_class, on_star_toggled_cb);
}

static void
confab_model_row_init (ConfabModelRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_model_row_new:
 * @favorites: (nullable): what the star is about; without them there is none
 *
 * Returns: (transfer floating): an empty line
 */
GtkWidget *
confab_model_row_new (ConfabFavoriteModels *favorites)
{
  ConfabModelRow *self = g_object_new (CONFAB_TYPE_MODEL_ROW, NULL);

  g_set_object (&self->favorites, favorites);
  if (favorites != NULL)
    g_signal_connect_object (favorites, "changed", G_CALLBACK (show_star), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

static char *
dup_title (ConfabModelChoice *choice)
{
  ConfabModelInfo *model = confab_model_choice_get_model (choice);

  if (model != NULL && confab_model_choice_get_group (choice) == CONFAB_MODEL_GROUP_TYPED)
    /* Translators: a model id that was typed, and a provider's name */
    return g_strdup_printf (_("Use “%s” at %s"), confab_model_info_get_id (model),
                            confab_provider_get_name (confab_model_choice_get_provider (choice)));
  if (model != NULL)
    return g_strdup (confab_model_info_get_name (model));

  switch (confab_model_choice_get_group (choice))
    {
    case CONFAB_MODEL_GROUP_FAVORITES:
      /* Translators: heading of the models that the person put there */
      return g_strdup (_("Favorites"));

    case CONFAB_MODEL_GROUP_RECENT:
      /* Translators: heading of the models that were used last */
      return g_strdup (_("Recent"));

    case CONFAB_MODEL_GROUP_PROVIDER:
    case CONFAB_MODEL_GROUP_TYPED:
    default:
      return g_strdup (confab_provider_get_name (confab_model_choice_get_provider (choice)));
    }
}

/**
 * confab_model_row_set_choice:
 * @choice: what the line is about
 *
 * Shows a model or a heading.
 */
void
confab_model_row_set_choice (ConfabModelRow    *self,
                             ConfabModelChoice *choice)
{
  ConfabModelInfo *model;
  g_autofree char *title = NULL;

  g_return_if_fail (CONFAB_IS_MODEL_ROW (self));
  g_return_if_fail (CONFAB_IS_MODEL_CHOICE (choice));

  g_set_object (&self->choice, choice);
  model = confab_model_choice_get_model (choice);
  title = dup_title (choice);

  gtk_label_set_label (self->name, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->name), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  model != NULL ? confab_model_info_get_id (model) : "", -1);
  set_css_class (GTK_WIDGET (self->name), "group-heading", model == NULL);
  gtk_widget_set_sensitive (self->words, model == NULL || confab_model_choice_get_usable (choice));

  show_facts (self, choice);
  show_abilities (self, model);
  show_star (self);
}
