/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-model-row"

#include "config.h"

#include "confab-model-row.h"

#include "confab-model-words.h"

#include <glib/gi18n.h>

/**
 * ConfabModelRow:
 *
 * A line of the list of models: what it is called, what it can do, how much it takes in and what it
 * costs. Or the heading of the lines below it.
 */
struct _ConfabModelRow
{
  GtkWidget   parent_instance;

  GtkWidget  *words;
  GtkLabel   *name;
  GtkLabel   *facts;
  GtkWidget  *vision;
  GtkWidget  *documents;
  GtkWidget  *tools;
  GtkWidget  *thinking;
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

static void
show_facts (ConfabModelRow    *self,
            ConfabModelChoice *choice)
{
  ConfabModelInfo *model = confab_model_choice_get_model (choice);
  ConfabProvider *provider = confab_model_choice_get_provider (choice);
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *age = NULL;
  g_autofree char *context = NULL;
  g_autofree char *price = NULL;
  g_autofree char *end = NULL;

  if (model == NULL && provider != NULL)
    {
      age = confab_model_words_dup_age (confab_provider_get_listed_at_us (provider), g_get_real_time ());
      add_fact (text, age);
    }
  else if (model != NULL)
    {
      context = confab_model_words_dup_context (model);
      end = confab_model_words_dup_end (model, g_get_real_time ());
      if (end == NULL)
        price = confab_model_words_dup_price (model);

      add_fact (text, end);
      if (confab_model_choice_get_recent (choice))
        add_fact (text, confab_provider_get_name (provider));
      add_fact (text, context);
      add_fact (text, price);
    }

  gtk_label_set_label (self->facts, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->facts), text->len > 0);
  gtk_widget_set_css_classes (GTK_WIDGET (self->facts),
                              (const char *[]) { "caption", end != NULL ? "warning" : "dim-label", NULL });
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

static void
confab_model_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_MODEL_ROW);

  G_OBJECT_CLASS (confab_model_row_parent_class)->dispose (object);
}

static void
confab_model_row_class_init (ConfabModelRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_model_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/confab/Confab/ui/confab-model-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabModelRow, words);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelRow, name);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelRow, facts);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelRow, vision);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelRow, documents);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelRow, tools);
  gtk_widget_class_bind_template_child (widget_class, ConfabModelRow, thinking);
}

static void
confab_model_row_init (ConfabModelRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_model_row_new:
 *
 * Returns: (transfer floating): an empty line
 */
GtkWidget *
confab_model_row_new (void)
{
  return g_object_new (CONFAB_TYPE_MODEL_ROW, NULL);
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
  ConfabProvider *provider;
  g_autofree char *text = NULL;

  g_return_if_fail (CONFAB_IS_MODEL_ROW (self));
  g_return_if_fail (CONFAB_IS_MODEL_CHOICE (choice));

  model = confab_model_choice_get_model (choice);
  provider = confab_model_choice_get_provider (choice);

  if (model == NULL && provider == NULL)
    /* Translators: heading of the models that were used last */
    text = g_strdup (_("Recent"));
  else if (model == NULL)
    text = g_strdup (confab_provider_get_name (provider));
  else if (confab_model_choice_get_typed (choice))
    /* Translators: a model id that was typed, and a provider's name */
    text = g_strdup_printf (_("Use “%s” at %s"), confab_model_info_get_id (model),
                            confab_provider_get_name (provider));
  else
    text = g_strdup (confab_model_info_get_name (model));

  gtk_label_set_label (self->name, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name),
                               model != NULL ? confab_model_info_get_id (model) : NULL);
  if (model == NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->name), "group-heading");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->name), "group-heading");

  show_facts (self, choice);
  show_abilities (self, model);
}
