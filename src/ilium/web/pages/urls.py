"""The addresses of the pages; none holds a word about health."""

from django.urls import path

from ilium.web.pages.views import (
    about_joint,
    about_pain,
    exercises,
    help,
    history,
    offline,
    screening,
    session,
    settings,
    today,
    your_data,
)

urlpatterns = [
    path("", today.today, name="today"),
    path("morning/", today.morning, name="morning"),
    path("start/", today.start, name="start"),
    path("screening/", screening.start, name="screening"),
    path("screening/<int:number>/", screening.page, name="screening-page"),
    path("screening/approval/", screening.approval, name="screening-approval"),
    path("screening/result/", screening.result, name="screening-result"),
    path("about-pain/", about_pain.about_pain, name="about-pain"),
    path("country/", about_pain.country, name="country"),
    path("session/", session.session, name="session"),
    path("exercises/", exercises.exercises, name="exercises"),
    path("exercises/<slug:exercise_id>/", exercises.exercise, name="exercise"),
    path("history/", history.history, name="history"),
    path("history/over-time/", history.over_time, name="history-over-time"),
    path("history/compare/", history.two_sessions, name="history-compare"),
    path("history/<uuid:session_id>/", history.one_session, name="history-session"),
    path("finished/<uuid:session_id>/", history.finished, name="finished"),
    path("about/", about_joint.about, name="about"),
    path("your-data/", your_data.your_data, name="your-data"),
    path("your-data/export.json", your_data.as_json, name="export-json"),
    path("your-data/export.zip", your_data.as_csv, name="export-csv"),
    path("your-data/import/", your_data.bring_back, name="import"),
    path("your-data/delete/", your_data.delete, name="your-data-delete"),
    path("your-data/deleted/", your_data.deleted, name="your-data-deleted"),
    path("settings/", settings.settings, name="settings"),
    path("settings/reminder.ics", settings.reminder_file, name="reminder"),
    path("help/", help.help_now, name="help"),
    path("offline/", offline.offline, name="offline"),
]
