/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-option-certificate"

#include "config.h"

#include "confab-option-certificate.h"

#include "confab-provider-policy-error.h"

#include <string.h>

#include <glib/gi18n.h>

/* Of a file, this much is read: no certificate is larger, and somebody may choose a film. */
#define MAX_FILE_BYTES (1024 * 1024)

/**
 * ConfabOptionCertificate:
 *
 * An option that is a certificate, which comes from a file.
 */
struct _ConfabOptionCertificate
{
  ConfabOptionField     parent_instance;

  GtkWidget            *row;      /* borrowed, a child */
  GtkFileChooserNative *chooser;  /* owned, nullable: while it is open */
};

G_DEFINE_FINAL_TYPE (ConfabOptionCertificate, confab_option_certificate, CONFAB_TYPE_OPTION_FIELD)

typedef struct
{
  guint8 *bytes;
  gsize   n_bytes;
} Contents;

static void
contents_free (Contents *self)
{
  g_free (self->bytes);
  g_free (self);
}

static char *
dup_subject (const char *pem)
{
  g_autoptr(GTlsCertificate) certificate = g_tls_certificate_new_from_pem (pem, -1, NULL);

  return certificate != NULL ? g_tls_certificate_get_subject_name (certificate) : NULL;
}

static guint
count_certificates (const char *pem)
{
  guint n = 0;

  while ((pem = strstr (pem, "-----BEGIN CERTIFICATE-----")) != NULL)
    {
      pem++;
      n++;
    }

  return n;
}

static char *
describe (const char *pem)
{
  g_autofree char *subject = dup_subject (pem);
  const guint n = count_certificates (pem);

  if (subject == NULL || n == 0)
    return g_strdup (_("From a file"));
  if (n == 1)
    return g_steal_pointer (&subject);

  /* Translators: whose a certificate is, and how many there are besides */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s and %u more", "%s and %u more", n - 1), subject, n - 1);
}

static void
confab_option_certificate_show (ConfabOptionField *field,
                                const char        *text)
{
  ConfabOptionCertificate *self = CONFAB_OPTION_CERTIFICATE (field);
  ConfabProvider *provider = confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self));
  g_autofree char *subtitle = NULL;

  if (text == NULL)
    subtitle = g_strdup (_("Those that this computer trusts"));
  else if (confab_provider_check_option (provider, confab_option_field_get_option (field), NULL))
    subtitle = describe (text);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->row), subtitle != NULL ? subtitle : "");
}

/* Many files have the same in binary form. What is neither is left to who checks it. */
static char *
dup_pem (const Contents *contents)
{
  g_autoptr(GByteArray) der = g_byte_array_new ();
  g_autoptr(GInitable) certificate = NULL;
  char *pem = NULL;

  if (contents->n_bytes == 0 || contents->bytes[0] != 0x30)
    return g_strndup ((const char *) contents->bytes, contents->n_bytes);

  g_byte_array_append (der, contents->bytes, contents->n_bytes);
  certificate = g_initable_new (g_tls_backend_get_certificate_type (g_tls_backend_get_default ()), NULL, NULL,
                                "certificate", der, NULL);
  if (certificate != NULL)
    g_object_get (certificate, "certificate-pem", &pem, NULL);

  return pem != NULL ? pem : g_strndup ((const char *) contents->bytes, contents->n_bytes);
}

static void
tell_unreadable (ConfabOptionCertificate *self,
                 const GError            *cause)
{
  g_autoptr(GError) error = NULL;

  error = g_error_new (CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION,
                       /* Translators: why not, as the system says it */
                       _("The file could not be read: %s"), cause->message);
  confab_option_field_fail (CONFAB_OPTION_FIELD (self), error);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Contents *contents = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (object), result, &contents->n_bytes, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, dup_pem (contents), g_free);
}

static void
open_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GFileInputStream) stream = NULL;
  Contents *contents;
  GError *error = NULL;

  if (!(stream = g_file_read_finish (G_FILE (object), result, &error)))
    {
      g_task_return_error (task, error);
      return;
    }

  contents = g_new0 (Contents, 1);
  contents->bytes = g_malloc (MAX_FILE_BYTES);
  g_task_set_task_data (task, contents, (GDestroyNotify) contents_free);
  g_input_stream_read_all_async (G_INPUT_STREAM (stream), contents->bytes, MAX_FILE_BYTES, G_PRIORITY_DEFAULT,
                                 g_task_get_cancellable (task), read_cb, g_object_ref (task));
}

static void
file_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  ConfabOptionCertificate *self = CONFAB_OPTION_CERTIFICATE (object);
  ConfabOptionField *field = CONFAB_OPTION_FIELD (object);
  ConfabProvider *provider;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  text = g_task_propagate_pointer (G_TASK (result), &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  provider = confab_provider_section_get_provider (CONFAB_PROVIDER_SECTION (self));
  if (text == NULL)
    {
      tell_unreadable (self, error);
      return;
    }

  if (*text == '\0')
    g_set_error_literal (&error, CONFAB_PROVIDER_POLICY_ERROR, CONFAB_PROVIDER_POLICY_ERROR_BAD_OPTION,
                         _("The file is empty."));
  else
    confab_provider_option_check (confab_option_field_get_option (field),
                                  confab_provider_get_provider_type (provider), text, NULL, &error);
  confab_option_field_fail (field, error);
  if (error == NULL)
    confab_option_field_apply (field, text);
}

static void
on_response_cb (ConfabOptionCertificate *self,
                int                      response)
{
  g_autoptr(GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  g_autoptr(GFile) file = NULL;
  g_autoptr(GTask) task = NULL;

  if (response != GTK_RESPONSE_ACCEPT || !(file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser))))
    return;

  task = g_task_new (self, confab_provider_section_get_cancellable (CONFAB_PROVIDER_SECTION (self)), file_cb, NULL);
  g_task_set_source_tag (task, on_response_cb);
  g_file_read_async (file, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), open_cb, g_object_ref (task));
}

static void
on_choose_clicked_cb (ConfabOptionCertificate *self)
{
  static const char * const suffixes[] = { "pem", "crt", "cer", "der" };
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkFileFilter *filter;

  if (self->chooser != NULL)
    {
      gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
      return;
    }

  self->chooser = gtk_file_chooser_native_new (_("Choose a certificate"), GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);

  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, _("Certificates"));
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    gtk_file_filter_add_suffix (filter, suffixes[i]);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_object_unref (filter);

  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, _("All files"));
  gtk_file_filter_add_pattern (filter, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_object_unref (filter);

  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_response_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
confab_option_certificate_constructed (GObject *object)
{
  ConfabOptionCertificate *self = CONFAB_OPTION_CERTIFICATE (object);
  ConfabOptionField *field = CONFAB_OPTION_FIELD (object);
  GtkWidget *button = gtk_button_new_with_label (_("Choose file…"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_choose_clicked_cb), self, G_CONNECT_SWAPPED);

  self->row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self->row), 0);
  confab_option_field_add_row (field, self->row);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->row), confab_option_field_new_clear (field, _("Remove"), FALSE));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->row), button);

  G_OBJECT_CLASS (confab_option_certificate_parent_class)->constructed (object);
}

static void
confab_option_certificate_dispose (GObject *object)
{
  ConfabOptionCertificate *self = CONFAB_OPTION_CERTIFICATE (object);

  if (self->chooser != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->chooser, self);
      gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
      g_clear_object (&self->chooser);
    }

  G_OBJECT_CLASS (confab_option_certificate_parent_class)->dispose (object);
}

static void
confab_option_certificate_class_init (ConfabOptionCertificateClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = confab_option_certificate_constructed;
  G_OBJECT_CLASS (klass)->dispose = confab_option_certificate_dispose;
  CONFAB_OPTION_FIELD_CLASS (klass)->show = confab_option_certificate_show;
}

static void
confab_option_certificate_init (ConfabOptionCertificate *self)
{
}
