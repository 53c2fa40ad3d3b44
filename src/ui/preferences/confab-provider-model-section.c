/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-model-section"

#include "config.h"

#include "confab-provider-model-section.h"

#include "confab-list-pieces.h"
#include "confab-popover-width.h"

/* In letters: how wide a line asks to be; what is longer is shortened to what there is room for. */
#define MAX_CHARS 22

/**
 * ConfabProviderModelSection:
 *
 * The model to use: any that can be typed, and those the provider lists.
 */
struct _ConfabProviderModelSection
{
  ConfabProviderSection  parent_instance;

  /* template */
  GtkEditable           *model_entry;
  GtkWidget             *models_button;
  GtkPopover            *models_popover;
  GtkEditable           *search_entry;
  GtkWidget             *scroller;
  GtkListView           *models_view;
  GtkWidget             *nothing_label;

  GtkFilter             *filter;    /* owned, nullable: until the list is opened */
  GListModel            *shown;     /* owned, nullable: likewise */
  ConfabListPieces      *pieces;    /* owned */
  char                  *wanted;    /* owned, nullable: what is searched for, folded */
};

G_DEFINE_FINAL_TYPE (ConfabProviderModelSection, confab_provider_model_section, CONFAB_TYPE_PROVIDER_SECTION)

static void
confab_provider_model_section_update (ConfabProviderSection *section)
{
  ConfabProviderModelSection *self = CONFAB_PROVIDER_MODEL_SECTION (section);
  ConfabProvider *provider = confab_provider_section_get_provider (section);

  confab_provider_section_set_entry (self->model_entry, confab_provider_get_model (provider));
  gtk_widget_set_visible (self->models_button,
                          g_list_model_get_n_items (confab_provider_get_models (provider)) > 0);
}

static gboolean
is_wanted (gpointer item,
           gpointer user_data)
{
  ConfabProviderModelSection *self = CONFAB_PROVIDER_MODEL_SECTION (user_data);

  return self->wanted == NULL || confab_model_info_matches (CONFAB_MODEL_INFO (item), self->wanted);
}

static void
update_nothing (ConfabProviderModelSection *self)
{
  const gboolean any = g_list_model_get_n_items (self->shown) > 0;

  gtk_widget_set_visible (self->scroller, any);
  gtk_widget_set_visible (self->nothing_label, !any);
}

static void
on_search_changed_cb (ConfabProviderModelSection *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->search_entry)));

  if (self->filter == NULL)
    return;

  g_clear_pointer (&self->wanted, g_free);
  if (*text != '\0')
    self->wanted = g_utf8_casefold (text, -1);
  confab_list_pieces_set_model (self->pieces, self->shown);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  update_nothing (self);
}

/* A list may be long, and most are never looked at. */
static void
on_popover_show_cb (ConfabProviderModelSection *self)
{
  ConfabProvider *provider = confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self));

  if (self->filter == NULL)
    {
      self->filter = GTK_FILTER (gtk_custom_filter_new (is_wanted, self, NULL));
      self->shown = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (confab_provider_get_models (provider)),
                                                             g_object_ref (self->filter)));
      confab_list_pieces_set_model (self->pieces, self->shown);
      g_signal_connect_object (self->shown, "items-changed", G_CALLBACK (update_nothing), self, G_CONNECT_SWAPPED);
    }

  update_nothing (self);
  confab_popover_width_fit (self->models_popover);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static void
on_popover_closed_cb (ConfabProviderModelSection *self)
{
  gtk_editable_set_text (self->search_entry, "");
}

static void
on_model_apply_cb (ConfabProviderModelSection *self)
{
  g_autofree char *model = g_strstrip (g_strdup (gtk_editable_get_text (self->model_entry)));

  confab_provider_section_change (CONFAB_PROVIDER_SECTION (self), CONFAB_PROVIDER_FIELD_MODEL, model);
}

static void
on_model_activate_cb (ConfabProviderModelSection *self,
                      guint                       position)
{
  g_autoptr(ConfabModelInfo) model = g_list_model_get_item (self->shown, position);

  if (model == NULL)
    return;

  gtk_editable_set_text (self->model_entry, confab_model_info_get_id (model));
  gtk_popover_popdown (self->models_popover);
  on_model_apply_cb (self);
}

/* Enter takes the first that is left. The entry waits a moment before it says that it changed. */
static void
on_search_activate_cb (ConfabProviderModelSection *self)
{
  on_search_changed_cb (self);
  on_model_activate_cb (self, 0);
}

/* The entry keeps Escape for itself. */
static void
on_search_stopped_cb (ConfabProviderModelSection *self)
{
  gtk_popover_popdown (self->models_popover);
}

/* What is shortened can be read whole. */
static gboolean
on_query_tooltip_cb (GtkWidget  *box,
                     int         x,
                     int         y,
                     gboolean    keyboard_tooltip,
                     GtkTooltip *tooltip)
{
  GtkWidget *name = gtk_widget_get_first_child (box);
  GtkWidget *id = gtk_widget_get_last_child (box);
  GtkLabel *label = GTK_LABEL (gtk_widget_get_visible (id) ? id : name);

  if (!pango_layout_is_ellipsized (gtk_label_get_layout (label)))
    return FALSE;

  gtk_tooltip_set_text (tooltip, gtk_label_get_label (label));
  return TRUE;
}

static void
on_factory_setup_cb (ConfabProviderModelSection *self,
                     GtkListItem                *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *id = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (name), MAX_CHARS);
  gtk_label_set_xalign (GTK_LABEL (id), 0);
  gtk_label_set_ellipsize (GTK_LABEL (id), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (id), MAX_CHARS);
  gtk_widget_add_css_class (id, "caption");
  gtk_widget_add_css_class (id, "dim-label");
  gtk_widget_add_css_class (box, "model-words");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_has_tooltip (box, TRUE);
  g_signal_connect (box, "query-tooltip", G_CALLBACK (on_query_tooltip_cb), NULL);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), id);
  gtk_list_item_set_child (list_item, box);
}

/* The id is what the entry takes, so it is told wherever the name is another. */
static void
on_factory_bind_cb (ConfabProviderModelSection *self,
                    GtkListItem                *list_item)
{
  ConfabModelInfo *model = gtk_list_item_get_item (list_item);
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GtkWidget *id = gtk_widget_get_next_sibling (name);

  gtk_label_set_label (GTK_LABEL (name), confab_model_info_get_name (model));
  gtk_label_set_label (GTK_LABEL (id), confab_model_info_get_id (model));
  gtk_widget_set_visible (id, !g_str_equal (confab_model_info_get_name (model), confab_model_info_get_id (model)));
}

static void
confab_provider_model_section_dispose (GObject *object)
{
  ConfabProviderModelSection *self = CONFAB_PROVIDER_MODEL_SECTION (object);

  if (self->shown != NULL)
    g_signal_handlers_disconnect_by_data (self->shown, self);
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_PROVIDER_MODEL_SECTION);
  g_clear_object (&self->pieces);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);

  G_OBJECT_CLASS (confab_provider_model_section_parent_class)->dispose (object);
}

static void
confab_provider_model_section_finalize (GObject *object)
{
  g_clear_pointer (&CONFAB_PROVIDER_MODEL_SECTION (object)->wanted, g_free);

  G_OBJECT_CLASS (confab_provider_model_section_parent_class)->finalize (object);
}

static void
confab_provider_model_section_class_init (ConfabProviderModelSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_provider_model_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = confab_provider_model_section_finalize;
  CONFAB_PROVIDER_SECTION_CLASS (klass)->update = confab_provider_model_section_update;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab/Confab/ui/preferences/confab-provider-model-section.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderModelSection, model_entry);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderModelSection, models_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderModelSection, models_popover);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderModelSection, search_entry);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderModelSection, scroller);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderModelSection, models_view);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderModelSection, nothing_label);
  gtk_widget_class_bind_template_callback (widget_class, on_model_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_model_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_show_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped_cb);
}

static void
confab_provider_model_section_init (ConfabProviderModelSection *self)
{
  g_autoptr(GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_factory_setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_factory_bind_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->models_view, factory);
  self->pieces = confab_list_pieces_new (self->models_view);
}

/**
 * confab_provider_model_section_new:
 * @registry: who changes providers
 * @provider: whose model it is
 *
 * Returns: (transfer floating): the section
 */
GtkWidget *
confab_provider_model_section_new (ConfabRegistry *registry,
                                   ConfabProvider *provider)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (CONFAB_IS_PROVIDER (provider), NULL);

  return g_object_new (CONFAB_TYPE_PROVIDER_MODEL_SECTION, "registry", registry, "provider", provider, NULL);
}
