"""Background tasks of the community: mails, what must be forgotten, and the rescue of stalled jobs."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from community.services.importing.runs import forget_old_imports, work_on_import
from community.services.invitations import forget_answered_requests
from community.services.jobs import retry_stalled_jobs
from community.services.links import forget_expired_links
from community.services.mails import deliver_mail, forget_sent_mails
from community.services.notices import forget_old_notices

# Six attempts over about three hours: a mail server that is being restarted loses nothing.
MAIL_RETRIES = RetryStrategy(max_attempts=6, exponential_wait=6)


@app.task(name="community.send_mail", retry=MAIL_RETRIES)
def send_mail(mail_id: int) -> None:
    deliver_mail(mail_id)


@app.task(name="community.run_import")
def run_import(run_id: int) -> None:
    work_on_import(run_id=run_id)


@app.periodic(cron="* * * * *")
@app.task(name="community.retry_stalled_jobs", queueing_lock="community.retry_stalled_jobs")
async def retry_stalled(timestamp: int) -> None:
    await retry_stalled_jobs()


@app.periodic(cron="17 3 * * *")
@app.task(name="community.forget", queueing_lock="community.forget")
def forget(timestamp: int) -> None:
    """Erase what nobody needs any more, at the ages the services say."""
    forget_expired_links()
    forget_sent_mails()
    forget_old_notices()
    forget_old_imports()
    forget_answered_requests()
