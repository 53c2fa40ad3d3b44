/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-tile"

#include "config.h"

#include "confab-provider-tile.h"

/* The rest is the id of a type. */
#define TINT_CLASS_PREFIX "tint-of-"

/**
 * confab_provider_tile_set_type:
 * @tile: a label of the class `provider-tile`
 * @type: the type of provider it stands for
 *
 * Gives a tile its two letters and its tint.
 */
void
confab_provider_tile_set_type (GtkLabel           *tile,
                               ConfabProviderType *type)
{
  g_autofree char *css_class = g_strconcat (TINT_CLASS_PREFIX, confab_provider_type_get_id (type), NULL);
  g_auto(GStrv) classes = NULL;

  if (gtk_widget_has_css_class (GTK_WIDGET (tile), css_class))
    return;

  classes = gtk_widget_get_css_classes (GTK_WIDGET (tile));
  for (guint i = 0; classes[i] != NULL; i++)
    if (g_str_has_prefix (classes[i], TINT_CLASS_PREFIX))
      gtk_widget_remove_css_class (GTK_WIDGET (tile), classes[i]);
  gtk_label_set_label (tile, confab_provider_type_get_initials (type));
  gtk_widget_add_css_class (GTK_WIDGET (tile), css_class);
}

/**
 * confab_provider_tile_new_tints:
 * @catalogue: where the tints are from
 *
 * The colours of the tiles are the catalogue's, so they are no part of the style sheet.
 *
 * Returns: (transfer full): the style of all tiles
 */
GtkCssProvider *
confab_provider_tile_new_tints (ConfabCatalogue *catalogue)
{
  GtkCssProvider *tints = gtk_css_provider_new ();
  g_autoptr(GString) css = g_string_new (NULL);

  for (guint i = 0; i < confab_catalogue_get_n_types (catalogue); i++)
    {
      ConfabProviderType *type = confab_catalogue_get_type_at (catalogue, i);

      g_string_append_printf (css, "." TINT_CLASS_PREFIX "%s { background-color: %s; }\n",
                              confab_provider_type_get_id (type), confab_provider_type_get_tint (type));
    }
  gtk_css_provider_load_from_data (tints, css->str, css->len);

  return tints;
}
