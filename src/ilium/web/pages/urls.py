"""The addresses of the pages; none holds a word about health."""

from django.urls import path

from ilium.web.pages.views import about_pain, exercises, help, history, screening, session, today

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
    path("history/<uuid:session_id>/", history.one_session, name="history-session"),
    path("finished/<uuid:session_id>/", history.finished, name="finished"),
    path("help/", help.help_now, name="help"),
]
