/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-provider-certificate-section"

#include "config.h"

#include "confab-provider-certificate-section.h"

#include "confab-check-words.h"

#include <glib/gi18n.h>

/* As many digits of a fingerprint as can be compared at a glance. */
#define GROUP_DIGITS 4

/* What a stranger writes into a certificate is not to fill the window. */
#define FACT_LINES 4

/**
 * ConfabProviderCertificateSection:
 *
 * The certificate of a server where the system alone does not decide: one that was refused, which a
 * person may pin for this provider, and one that is pinned.
 */
struct _ConfabProviderCertificateSection
{
  ConfabProviderSection  parent_instance;

  /* template */
  GtkWidget             *refused_box;
  GtkLabel              *heading;
  GtkLabel              *explanation;
  GtkGrid               *facts;
  GtkWidget             *trust_button;
  GtkLabel              *trust_label;
  GtkWidget             *pinned_box;
  GtkLabel              *pinned_fingerprint;

  ConfabCertificate     *refused;  /* owned, nullable */
  GtkWindow             *dialog;   /* owned, nullable: the question whether to trust it */
};

G_DEFINE_FINAL_TYPE (ConfabProviderCertificateSection, confab_provider_certificate_section,
                     CONFAB_TYPE_PROVIDER_SECTION)

static char *
dup_grouped (const char *sha256)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; sha256[i] != '\0'; i++)
    {
      if (i > 0 && i % GROUP_DIGITS == 0)
        g_string_append_c (text, ' ');
      g_string_append_c (text, g_ascii_toupper (sha256[i]));
    }

  return g_string_free (text, FALSE);
}

static char *
dup_host (ConfabProvider *provider)
{
  const char *base_url = confab_provider_get_base_url (provider);
  g_autoptr(GUri) uri = base_url != NULL ? g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL) : NULL;

  return g_strdup (uri != NULL ? g_uri_get_host (uri) : confab_provider_get_name (provider));
}

static char *
dup_pin (ConfabProviderCertificateSection *self)
{
  return confab_registry_dup_pin (confab_provider_section_get_registry (CONFAB_PROVIDER_SECTION (self)),
                                  confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self)));
}

static char *
dup_explanation (ConfabProviderCertificateSection *self,
                 gboolean                          changed)
{
  g_autofree char *reasons = NULL;

  if (changed)
    return g_strdup (_("This is not the certificate that you pinned. Somebody may have put themselves between you "
                       "and the server, to read and change what you send. Trust it only if you know that the server "
                       "was given a new one, and its fingerprint is this one."));

  reasons = confab_check_words_reasons (confab_certificate_get_flags (self->refused));

  /* Translators: reasons such as “expired, made for another host” */
  return g_strdup_printf (_("It is %s. A server of your own may have such a certificate; with any other, somebody may "
                            "read and change what you send. Trust it only if the fingerprint of the server’s "
                            "certificate is this one."), reasons);
}

static void
add_fact (ConfabProviderCertificateSection *self,
          const char                       *title,
          const char                       *value,
          gboolean                          digits)
{
  GtkWidget *title_label;
  GtkWidget *value_label;
  int row = 0;

  if (value == NULL || *value == '\0')
    return;

  title_label = gtk_label_new (title);
  value_label = gtk_label_new (value);
  for (gsize i = 0; i < 2; i++)
    {
      GtkWidget *label = i == 0 ? title_label : value_label;

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_widget_set_valign (label, GTK_ALIGN_START);
      gtk_widget_add_css_class (label, "caption");
    }
  gtk_label_set_max_width_chars (GTK_LABEL (title_label), 14);
  gtk_widget_add_css_class (title_label, "dim-label");
  gtk_label_set_selectable (GTK_LABEL (value_label), TRUE);
  if (digits)
    {
      /* Half of a fingerprint in a line, where there is the room. */
      gtk_label_set_max_width_chars (GTK_LABEL (value_label), 39);
      gtk_widget_set_halign (value_label, GTK_ALIGN_START);
      gtk_widget_add_css_class (value_label, "monospace");
    }
  else
    {
      gtk_widget_set_hexpand (value_label, TRUE);
      gtk_label_set_lines (GTK_LABEL (value_label), FACT_LINES);
      gtk_label_set_ellipsize (GTK_LABEL (value_label), PANGO_ELLIPSIZE_END);
    }
  gtk_accessible_update_relation (GTK_ACCESSIBLE (value_label),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, title_label, NULL, -1);

  while (gtk_grid_get_child_at (self->facts, 0, row) != NULL)
    row++;
  gtk_grid_attach (self->facts, title_label, 0, row, 1, 1);
  gtk_grid_attach (self->facts, value_label, 1, row, 1, 1);
}

static void
show_facts (ConfabProviderCertificateSection *self,
            gboolean                          changed)
{
  g_autofree char *from = confab_check_words_date (confab_certificate_get_valid_from_us (self->refused));
  g_autofree char *until = confab_check_words_date (confab_certificate_get_valid_until_us (self->refused));
  g_autofree char *reasons = confab_check_words_reasons (confab_certificate_get_flags (self->refused));
  g_autofree char *fingerprint = dup_grouped (confab_certificate_get_sha256 (self->refused));

  while (gtk_grid_get_child_at (self->facts, 0, 0) != NULL)
    gtk_grid_remove_row (self->facts, 0);

  add_fact (self, _("Certificate of"), confab_certificate_get_subject (self->refused), FALSE);
  add_fact (self, _("Made for"), confab_certificate_get_names (self->refused), FALSE);
  add_fact (self, _("Issued by"), confab_certificate_get_issuer (self->refused), FALSE);
  add_fact (self, _("Valid from"), from, FALSE);
  add_fact (self, _("Valid until"), until, FALSE);
  /* Of one that was not pinned, the explanation begins with them. */
  if (changed)
    add_fact (self, _("Wrong with it"), reasons, FALSE);
  add_fact (self, "SHA-256", fingerprint, TRUE);
}

static void
confab_provider_certificate_section_update (ConfabProviderSection *section)
{
  ConfabProviderCertificateSection *self = CONFAB_PROVIDER_CERTIFICATE_SECTION (section);
  g_autofree char *pin = dup_pin (self);
  g_autofree char *fingerprint = pin != NULL ? dup_grouped (pin) : NULL;
  g_autofree char *trust = NULL;

  gtk_label_set_label (self->pinned_fingerprint, fingerprint != NULL ? fingerprint : "");
  gtk_widget_set_visible (self->pinned_box, pin != NULL);

  /* Translators: the name of a provider */
  trust = g_strdup_printf (_("Trust this certificate for %s only…"),
                           confab_provider_get_name (confab_provider_section_get_provider (section)));
  gtk_label_set_label (self->trust_label, trust);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->trust_button), GTK_ACCESSIBLE_PROPERTY_LABEL, trust, -1);
}

static void
pin_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  confab_registry_pin_certificate_finish (CONFAB_REGISTRY (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  confab_provider_section_tell (CONFAB_PROVIDER_SECTION (user_data), error);
  confab_provider_section_update (CONFAB_PROVIDER_SECTION (user_data));
}

static void
pin (ConfabProviderCertificateSection *self,
     const char                       *sha256)
{
  ConfabProviderSection *section = CONFAB_PROVIDER_SECTION (self);

  confab_provider_section_tell (section, NULL);
  confab_registry_pin_certificate_async (confab_provider_section_get_registry (section),
                                         confab_provider_section_get_provider (section), sha256,
                                         confab_provider_section_get_cancellable (section), pin_cb, self);
}

static void
close_dialog (ConfabProviderCertificateSection *self)
{
  if (self->dialog == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->dialog, self);
  gtk_window_destroy (self->dialog);
  g_clear_object (&self->dialog);
}

static void
on_response_cb (ConfabProviderCertificateSection *self,
                const char                       *response)
{
  g_clear_object (&self->dialog);
  if (g_str_equal (response, "trust") && self->refused != NULL)
    pin (self, confab_certificate_get_sha256 (self->refused));
}

static void
on_trust_clicked_cb (ConfabProviderCertificateSection *self)
{
  ConfabProvider *provider = confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self));
  g_autofree char *pinned = dup_pin (self);
  g_autofree char *host = dup_host (provider);
  g_autofree char *fingerprint = dup_grouped (confab_certificate_get_sha256 (self->refused));
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;
  AdwMessageDialog *dialog;

  /* Translators: the name of a host */
  heading = g_strdup_printf (pinned != NULL ? _("Trust the new certificate of %s?")
                                            : _("Trust the certificate of %s?"), host);
  /* Translators: the name of a provider, then a fingerprint */
  body = g_strdup_printf (_("If it is not the server’s own, somebody can read all that you send to %s, your key "
                            "included. It will be trusted for this provider alone. Compare its SHA-256 fingerprint "
                            "with that of the server:\n\n%s"),
                          confab_provider_get_name (provider), fingerprint);

  close_dialog (self);
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                       heading, body));
  self->dialog = g_object_ref (GTK_WINDOW (dialog));
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "trust", _("_Trust"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "trust", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_forget_clicked_cb (ConfabProviderCertificateSection *self)
{
  pin (self, NULL);
}

static void
confab_provider_certificate_section_dispose (GObject *object)
{
  ConfabProviderCertificateSection *self = CONFAB_PROVIDER_CERTIFICATE_SECTION (object);

  close_dialog (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), CONFAB_TYPE_PROVIDER_CERTIFICATE_SECTION);
  g_clear_pointer (&self->refused, confab_certificate_unref);

  G_OBJECT_CLASS (confab_provider_certificate_section_parent_class)->dispose (object);
}

static void
confab_provider_certificate_section_class_init (ConfabProviderCertificateSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = confab_provider_certificate_section_dispose;
  CONFAB_PROVIDER_SECTION_CLASS (klass)->update = confab_provider_certificate_section_update;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/confab/Confab/ui/preferences/confab-provider-certificate-section.ui");
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCertificateSection, refused_box);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCertificateSection, heading);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCertificateSection, explanation);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCertificateSection, facts);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCertificateSection, trust_button);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCertificateSection, trust_label);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCertificateSection, pinned_box);
  gtk_widget_class_bind_template_child (widget_class, ConfabProviderCertificateSection, pinned_fingerprint);
  gtk_widget_class_bind_template_callback (widget_class, on_trust_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_forget_clicked_cb);
}

static void
confab_provider_certificate_section_init (ConfabProviderCertificateSection *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * confab_provider_certificate_section_new:
 * @registry: who pins certificates
 * @provider: whose server it is
 *
 * Returns: (transfer floating): the section, in which there is nothing to see as long as nothing is
 *   pinned or refused
 */
GtkWidget *
confab_provider_certificate_section_new (ConfabRegistry *registry,
                                         ConfabProvider *provider)
{
  g_return_val_if_fail (CONFAB_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (CONFAB_IS_PROVIDER (provider), NULL);

  return g_object_new (CONFAB_TYPE_PROVIDER_CERTIFICATE_SECTION, "registry", registry, "provider", provider, NULL);
}

/**
 * confab_provider_certificate_section_set:
 * @refused: (nullable): a certificate that the server has and that was refused
 *
 * Shows it, and why it was refused, and lets the person pin it. A question about another one that is
 * still open is withdrawn.
 */
void
confab_provider_certificate_section_set (ConfabProviderCertificateSection *self,
                                         ConfabCertificate                *refused)
{
  g_autofree char *pinned = NULL;
  g_autofree char *explanation = NULL;

  g_return_if_fail (CONFAB_IS_PROVIDER_CERTIFICATE_SECTION (self));

  if (self->refused == refused)
    return;

  close_dialog (self);
  g_clear_pointer (&self->refused, confab_certificate_unref);
  self->refused = refused != NULL ? confab_certificate_ref (refused) : NULL;
  gtk_widget_set_visible (self->refused_box, refused != NULL);
  if (refused == NULL)
    return;

  pinned = dup_pin (self);
  explanation = dup_explanation (self, pinned != NULL);
  gtk_label_set_label (self->heading, pinned != NULL ? _("The certificate has changed")
                                                     : _("The certificate was refused"));
  if (pinned != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->heading), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->heading), "error");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->refused_box),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, gtk_label_get_label (self->heading), -1);
  show_facts (self, pinned != NULL);
  gtk_label_set_label (self->explanation, explanation);
}
